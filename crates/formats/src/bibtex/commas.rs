//! Commas that writers forget between the fields of an entry.

/// The entry with a comma before each `name =` on its own level that has none.
pub(super) fn with_commas(entry: &str) -> String {
    let mut mended = String::with_capacity(entry.len() + 16);
    let (mut depth, mut is_in_quotes, mut is_escaped) = (0_usize, false, false);
    // Of the entry's own level: the last sign that is no white space, and whether a name may begin here.
    let (mut last, mut may_begin) = ('{', false);
    for (at, c) in entry.char_indices() {
        let is_own = depth == 1 && !is_in_quotes;
        if is_own && may_begin && !matches!(last, ',' | '=' | '#' | '{') && begins_field(&entry[at..]) {
            mended.truncate(mended.trim_end().len());
            mended.push_str(",\n");
        }
        mended.push(c);
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' if depth == 1 => is_in_quotes = !is_in_quotes,
            _ if is_in_quotes => {}
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth <= 1 && !is_in_quotes {
            may_begin = c.is_whitespace() || matches!(c, '}' | '"');
            if !c.is_whitespace() {
                last = if depth == 1 && c == '{' { '{' } else { c };
            }
        }
    }
    mended
}

/// Whether a text begins with the name of a field and its equals sign.
fn begins_field(text: &str) -> bool {
    const LONGEST: usize = 40;
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let length = text.find(|c| !is_of_name(c)).unwrap_or(text.len());
    (1..=LONGEST).contains(&length)
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text[length..].trim_start().starts_with('=')
}

#[cfg(test)]
mod tests {
    use super::with_commas;

    #[test]
    fn fields_without_a_comma_between_them_have_one() {
        for (entry, mended) in [
            ("@a{k,\n t = {x}\n u = {y = z}}", "@a{k,\n t = {x},\nu = {y = z}}"),
            ("@a{k,t=\"x, y = z\" u=2020\nv=w}", "@a{k,t=\"x, y = z\",\nu=2020,\nv=w}"),
            ("@a{k\n t = {x}}", "@a{k,\nt = {x}}"),
            ("@a{k, t = {x}u = {y}}", "@a{k, t = {x},\nu = {y}}"),
            ("@a{k, t = {x} # u # {y}, v = {w}}", "@a{k, t = {x} # u # {y}, v = {w}}"),
            ("@a{t = {x}}", "@a{t = {x}}"),
        ] {
            assert_eq!(with_commas(entry), mended);
        }
    }
}
