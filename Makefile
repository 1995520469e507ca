# Each target is one script; `scripts/` says what they do.
.DEFAULT_GOAL := help
.PHONY: help run test bench audit api-fuzz dist check fmt clean-data

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

run: ## the portal with its demo library on http://127.0.0.1:3000
	@scripts/run

test: ## everything: format, lints, unit, integration on two databases, browser
	@scripts/test

bench: ## the measures of the design, as ratios taken in one run
	@scripts/bench

audit: ## licences, bans and known vulnerabilities of the dependencies
	@scripts/audit

api-fuzz: ## schemathesis against the API of a demonstration portal
	@scripts/api-fuzz

dist: ## an archive that runs on a Debian machine with nothing installed
	@scripts/dist

check: ## format, lints and unit tests only: a minute instead of many
	@cargo fmt --all --check
	@cargo clippy --quiet --all-targets -- -D warnings
	@cargo test --quiet --lib

fmt: ## format the code
	@cargo fmt --all

clean-data: ## forget the local portal: its database, index and mails
	@rm -rf data
