//! Measurements beside their goals.

/// The goal of a measure.
#[derive(Debug, Clone, Copy)]
pub enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

/// All measures of a run.
#[derive(Debug, Default)]
pub struct Report {
    lines: Vec<(String, Goal, Result<f64, String>)>,
}

impl Report {
    pub fn at_least(&mut self, measure: &str, goal: f64, seen: f64) {
        self.lines.push((measure.to_owned(), Goal::AtLeast(goal), Ok(seen)));
    }

    pub fn at_most(&mut self, measure: &str, goal: f64, seen: f64) {
        self.lines.push((measure.to_owned(), Goal::AtMost(goal), Ok(seen)));
    }

    /// Notes a measure that could not be taken.
    pub fn missed(&mut self, measure: &str, goal: Goal, why: &str) {
        self.lines.push((measure.to_owned(), goal, Err(why.to_owned())));
    }

    pub fn print(&self) {
        println!("\n{:<58} {:>9} {:>9}", "measure", "goal", "seen");
        for (measure, goal, seen) in &self.lines {
            let (sign, bound) = match goal {
                Goal::AtLeast(bound) => (">=", bound),
                Goal::AtMost(bound) => ("<=", bound),
            };
            let goal_text = format!("{sign} {bound}");
            match seen {
                Ok(seen) => {
                    let holds = match goal {
                        Goal::AtLeast(bound) => seen >= bound,
                        Goal::AtMost(bound) => seen <= bound,
                    };
                    let verdict = if holds { "reached" } else { "NOT REACHED" };
                    println!("{measure:<58} {goal_text:>9} {seen:>9.2}  {verdict}");
                }
                Err(why) => println!("{measure:<58} {goal_text:>9} {:>9}  {why}", "-"),
            }
        }
    }
}
