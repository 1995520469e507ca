//! `materia serve`.

use super::error::{CommandError, CommandResult};
use super::location::DataLocation;
use super::terminal::say;
use crate::http;
use crate::http::serve::Reception;
use crate::telemetry::{self, LogForm};
use clap::{Args, ValueEnum};
use domain::asker::Gate;
use domain::network::Networks;
use domain::slug::Slug;
use services::config::{Config, MailTo, MetricsAccess, QUESTIONS_A_DAY};
use services::context::Context;
use services::demo::{self, SignIn};
use services::requests::departure;
use services::{start, workers};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::TcpListener;

/// Serve the portal.
#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    location: DataLocation,
    /// Address and port to listen on.
    #[arg(long, env = "MATERIA_LISTEN", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// Where readers reach the portal, such as https://evidence.example.org.
    #[arg(long, env = "MATERIA_BASE_URL")]
    base_url: Option<String>,
    /// Proxies in front of the portal, as addresses and networks with commas between them: their `X-Forwarded-For` says
    /// who a client is.
    #[arg(long, env = "MATERIA_TRUSTED_PROXIES", default_value = "")]
    trusted_proxies: Networks,
    /// Who reads the library.
    #[arg(long, env = "MATERIA_GATE", value_enum, default_value_t = GateName::Declared)]
    gate: GateName,
    /// Who is shown /metrics: `loopback` (programs on this machine), `token:SECRET`, `public` or `off`.
    #[arg(long, env = "MATERIA_METRICS", default_value = "loopback", hide_env_values = true)]
    metrics: MetricsAccess,
    /// Most questions that one person sends within a day.
    #[arg(long, env = "MATERIA_QUESTIONS_A_DAY", default_value_t = QUESTIONS_A_DAY)]
    questions_a_day: u32,
    /// Load the demonstration library and its people.
    #[arg(long, env = "MATERIA_DEMO")]
    demo: bool,
    /// Serve the demonstration to other machines too. Its passwords are public: never beside real data.
    #[arg(long, env = "MATERIA_DEMO_IN_PUBLIC")]
    demo_in_public: bool,
    /// Folder of the built site: style sheet, script and wasm [default: `site` beside the program, else target/site].
    #[arg(long, env = "MATERIA_SITE")]
    site: Option<PathBuf>,
    /// Mail server as smtp://user:password@host:port; without it mails are written to DATA/mail.
    #[arg(long, env = "MATERIA_SMTP_URL", hide_env_values = true)]
    smtp_url: Option<String>,
    /// Sender of mails.
    #[arg(long, env = "MATERIA_MAIL_FROM", default_value = "Materia <no-reply@localhost>")]
    mail_from: String,
    /// Telephone number for safety reports, shown while the portal cannot store one.
    #[arg(long, env = "MATERIA_SAFETY_PHONE", default_value = "")]
    safety_phone: String,
    /// How log lines look.
    #[arg(long, env = "MATERIA_LOG_FORM", value_enum, default_value_t = LogFormName::Text)]
    log_form: LogFormName,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum GateName {
    Open,
    Declared,
    Verified,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LogFormName {
    /// For people.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// How long the first visitors wait for a search index that only has to be opened.
const OPENING: Duration = Duration::from_secs(5);

impl Serve {
    fn config(&self) -> Result<Config, CommandError> {
        if self.demo && !self.listen.ip().is_loopback() && !self.demo_in_public {
            return Err(CommandError::Message(format!(
                "--demo has public passwords and {} can be reached by other machines; \
                 listen on 127.0.0.1, or add --demo-in-public if that is meant",
                self.listen
            )));
        }
        let base_url = self.base_url.clone().unwrap_or_else(|| format!("http://{}", self.listen));
        Ok(Config {
            listen: self.listen,
            base_url: base_url.trim_end_matches('/').to_owned(),
            trusted_proxies: self.trusted_proxies.clone(),
            gate: match self.gate {
                GateName::Open => Gate::Open,
                GateName::Declared => Gate::Declared,
                GateName::Verified => Gate::Verified,
            },
            metrics: self.metrics.clone(),
            questions_a_day: self.questions_a_day,
            is_demo: self.demo,
            site: self.site.clone().unwrap_or_else(default_site),
            mail: self.smtp_url.clone().map_or(MailTo::Folder, MailTo::Smtp),
            mail_from: self.mail_from.clone(),
            safety_phone: self.safety_phone.trim().to_owned(),
            ..self.location.config()
        })
    }

    pub(super) async fn run(self) -> CommandResult {
        telemetry::start(match self.log_form {
            LogFormName::Text => LogForm::Text,
            LogFormName::Json => LogForm::Json,
        });
        let config = self.config()?;
        let listener = TcpListener::bind(config.listen)
            .await
            .map_err(|error| CommandError::Message(format!("cannot listen on {}: {error}", config.listen)))?;
        let context = Context::open(config).await?;
        if let Some(mixed) = start::mixture(&context).await? {
            return Err(CommandError::Message(mixed.to_string()));
        }
        start::ensure_vocabulary(&context).await?;
        let sign_ins = if context.config.is_demo { demo::load(&context).await? } else { Vec::new() };
        // Nobody who serves the portal has to wait for it.
        if let Err(failure) = departure::hand_over_of_departed(&context).await {
            tracing::warn!(%failure, "requests of people who have left could not be handed over");
        }
        let workers = workers::start(&context);
        // An index that has to be rebuilt fills while the rest of the portal works; an existing one is opened
        // before anybody searches it.
        _ = tokio::time::timeout(OPENING, context.search.made_ready()).await;
        if let Err(error) = welcome(&context.config.base_url, &sign_ins) {
            tracing::warn!(%error, "the address could not be shown");
        }
        let router = http::router(context.clone());
        http::serve::serve(listener, router, reception(&context), stop_asked()).await;
        workers.stop().await;
        context.store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

/// What the server has to know of the portal before it knows anything of a request.
fn reception(context: &Context) -> Reception {
    let locale = context.default_locale();
    let full = format!("{}\n{}\n", locale.get("error-full"), locale.get("error-full-advice"));
    Reception { trusted_proxies: context.config.trusted_proxies.clone(), full }
}

/// Where a released archive has the site, or else a build.
fn default_site() -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("site")));
    beside.filter(|site| site.is_dir()).unwrap_or_else(|| PathBuf::from("target/site"))
}

/// Where the portal is, with a table of who can sign in to the demonstration.
fn welcome(base_url: &str, sign_ins: &[SignIn]) -> Result<(), CommandError> {
    say!("Materia serves {base_url}")?;
    if sign_ins.is_empty() {
        return Ok(());
    }
    say!("\nDemonstration sign-ins, all with the password {}:", demo::PASSWORD)?;
    for person in sign_ins {
        let roles: Vec<&str> = person.roles.iter().map(|role| role.slug()).collect();
        say!("  {:<24} {:<32} {}", person.email, roles.join(", "), person.name)?;
    }
    Ok(())
}

/// Completes when the process is asked to end.
async fn stop_asked() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => _ = signal.recv().await,
            // Without the signal only an interrupt ends the portal.
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}
