//! The command line: see [`materia::cli`].

fn main() -> std::process::ExitCode {
    materia::cli::run()
}
