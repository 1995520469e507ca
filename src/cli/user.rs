//! `materia user …`: the first administrator, further people, API tokens.

use super::error::{CommandError, CommandResult};
use super::location::DataLocation;
use super::terminal::{note, say};
use clap::{Args, Subcommand};
use domain::account::{PASSWORD_MIN, Role, looks_like_email};
use domain::slug::Slug;
use services::accounts::{self, NewAccount};
use services::failure::{Failure, Problems};
use services::{password_rules, start};
use std::io::{BufRead as _, IsTerminal as _};
use std::process::ExitCode;
use storage::audit::Actor;

#[derive(Subcommand)]
pub(super) enum User {
    /// Add a person. The password is read from the terminal or from standard input.
    Add(Add),
    /// Print a new personal API token for a person.
    Token(Token),
}

#[derive(Args)]
pub(super) struct Add {
    #[command(flatten)]
    location: DataLocation,
    /// Email address, with which the person signs in.
    email: String,
    /// Name as others see it.
    #[arg(long, default_value = "")]
    name: String,
    /// Role; give it once for each.
    #[arg(long = "role", default_value = "administrator")]
    roles: Vec<String>,
    /// ISO 3166-1 alpha-2 country.
    #[arg(long, default_value = "")]
    country: String,
}

#[derive(Args)]
pub(super) struct Token {
    #[command(flatten)]
    location: DataLocation,
    /// Email address of the person.
    email: String,
}

impl User {
    pub(super) async fn run(self) -> CommandResult {
        match self {
            Self::Add(add) => add.run().await,
            Self::Token(token) => token.run().await,
        }
    }
}

impl Add {
    async fn run(self) -> CommandResult {
        if !looks_like_email(&self.email) {
            return Err(CommandError::Message(format!("{} is not an email address", self.email)));
        }
        let roles = self.roles.iter().map(|slug| role(slug)).collect::<Result<Vec<_>, _>>()?;
        let context = self.location.open().await?;
        // A real person among people whose passwords are public would make neither a portal nor a demonstration.
        if let Some(mixed) = start::mixture(&context).await? {
            return Err(CommandError::Message(mixed.to_string()));
        }
        let name = if self.name.is_empty() { self.email.clone() } else { self.name };
        let password = password()?;
        let mut problems = Problems::new();
        password_rules::check(&password, &self.email, &name, &mut problems);
        if let Some((_, problem)) = problems.iter().next() {
            return Err(CommandError::Message(context.default_locale().get(problem).to_owned()));
        }
        let new = NewAccount {
            email: self.email.clone(),
            name,
            password: Some(password),
            roles,
            country: self.country,
            is_verified: true,
            ..NewAccount::default()
        };
        match accounts::add(&context, Actor::Portal, new).await {
            Ok(_) => {
                say!("added {}", self.email)?;
                Ok(ExitCode::SUCCESS)
            }
            Err(Failure::Conflict) => Err(CommandError::Message(format!(
                "there is already a person with the address {}",
                self.email
            ))),
            Err(other) => Err(other.into()),
        }
    }
}

impl Token {
    async fn run(self) -> CommandResult {
        let context = self.location.open_existing().await?;
        match accounts::add_token(&context, &self.email).await {
            Ok(token) => {
                say!("{token}")?;
                Ok(ExitCode::SUCCESS)
            }
            Err(Failure::NotFound) => {
                Err(CommandError::Message(format!("there is nobody with the address {}", self.email)))
            }
            Err(other) => Err(other.into()),
        }
    }
}

fn role(slug: &str) -> Result<Role, CommandError> {
    Role::from_slug(slug).ok_or_else(|| {
        let known = Role::all().map(Role::slug).collect::<Vec<_>>().join(", ");
        CommandError::Message(format!("there is no role {slug}; the roles are: {known}"))
    })
}

/// A password from standard input: one line. It is never an argument, which others can read.
fn password() -> Result<String, CommandError> {
    if std::io::stdin().is_terminal() {
        note!("Password (at least {PASSWORD_MIN} characters; it is shown as you type):");
    }
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| CommandError::Message(format!("the password could not be read: {error}")))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
