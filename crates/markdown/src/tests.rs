use super::*;
use proptest::prelude::*;

fn rendered(markdown: &str) -> Rendered {
    let options =
        Options { references: 3, media_base: "/library/media", table_label: "Results", ..Options::default() };
    render(markdown, &options)
}

fn html(markdown: &str) -> String {
    rendered(markdown).html.trim().to_owned()
}

#[test]
fn headings_begin_at_the_second_level_have_ids_of_their_own_and_skip_no_level() {
    let rendered = rendered("# The *bottom* line [1]\n\n#### Deep\n\n## The bottom line\n\n## ?");
    let contents: Vec<_> = rendered
        .contents
        .iter()
        .map(|heading| (heading.level, heading.id.as_str(), heading.text.as_str()))
        .collect();
    assert_eq!(
        contents,
        [
            (2, "section-the-bottom-line", "The bottom line"),
            (3, "section-deep", "Deep"),
            (2, "section-the-bottom-line-2", "The bottom line"),
            (2, "section-part", "?"),
        ]
    );
    assert!(
        rendered.html.contains("<h2 id=\"section-the-bottom-line\">The <em>bottom</em> line"),
        "{}",
        rendered.html
    );
    assert!(!rendered.html.contains("<h1"));
}

#[test]
fn a_citation_leads_to_its_reference() {
    assert_eq!(
        html("Fewer deaths [1, 2]."),
        "<p>Fewer deaths [<a href=\"#ref-1\" class=\"cite\">1</a>, <a href=\"#ref-2\" class=\"cite\">2</a>].</p>"
    );
    assert!(html("See [1-3].").contains("1</a>-<a href=\"#ref-3\""));
    for text in ["[4]", "`[1]`", "```\n[1]\n```", "[see [1]](/x)"] {
        assert!(!html(text).contains("cite"), "{text}");
    }
}

#[test]
fn an_image_of_the_article_with_a_title_becomes_a_figure() {
    assert_eq!(
        html("![HR 0.79 \"x\"](figures/af.svg \"Stroke & embolism\")"),
        "<figure><div class=\"figure-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Stroke &amp; embolism\">\
         <img src=\"/library/media/af.svg\" alt=\"HR 0.79 &quot;x&quot;\" loading=\"lazy\"></div>\
         <figcaption>Stroke &amp; embolism</figcaption></figure>"
    );
    let inline = html("Text ![A](figures/a.svg \"T\") text");
    assert_eq!(inline, "<p>Text <img src=\"/library/media/a.svg\" alt=\"A\" loading=\"lazy\"> text</p>");
}

#[test]
fn an_image_from_elsewhere_is_a_link_and_one_outside_the_folder_is_its_words() {
    assert_eq!(
        html("![A chart](https://example.org/a.png)"),
        "<p><a href=\"https://example.org/a.png\" rel=\"noopener noreferrer\">A chart</a></p>"
    );
    for address in ["../a.svg", "/etc/passwd", "data:image/svg+xml,x", "javascript:x"] {
        assert_eq!(html(&format!("![A chart]({address})")), "<p>A chart</p>", "{address}");
    }
}

#[test]
fn a_table_is_reachable_and_named_and_marks_columns_of_numbers() {
    let html = html("| Outcome | HR |\n| --- | ---: |\n| Stroke | 0.79 |\n\n| A |\n| - |\n| b |");
    assert_eq!(
        html.replace('\n', ""),
        "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Results 1\"><table><thead><tr>\
         <th scope=\"col\">Outcome</th><th scope=\"col\" class=\"number\">HR</th></tr></thead><tbody><tr><td>Stroke</td>\
         <td class=\"number\">0.79</td></tr></tbody></table></div><div class=\"table-scroll\" tabindex=\"0\" \
         role=\"region\" aria-label=\"Results 2\"><table><thead><tr><th scope=\"col\">A</th></tr></thead><tbody><tr>\
         <td>b</td></tr></tbody></table></div>"
    );
}

#[test]
fn a_link_leads_only_where_it_may() {
    assert_eq!(
        html("[a](https://x.org/?a=1&b=2)"),
        "<p><a href=\"https://x.org/?a=1&amp;b=2\" rel=\"noopener noreferrer\">a</a></p>"
    );
    assert_eq!(html("[a](/library/b#c)"), "<p><a href=\"/library/b#c\">a</a></p>");
    assert_eq!(html("<mi@example.org>"), "<p><a href=\"mailto:mi@example.org\">mi@example.org</a></p>");
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//x.org",
        "/\\x.org",
        "vbscript:x",
        "&#106;avascript:x",
        "java&#9;script:x",
    ] {
        assert_eq!(html(&format!("[a]({address})")), "<p>a</p>", "{address}");
    }
}

#[test]
fn raw_html_is_shown_as_it_was_typed() {
    assert_eq!(html("a <b onclick=\"x\">c</b>"), "<p>a &lt;b onclick=\"x\"&gt;c&lt;/b&gt;</p>");
    assert_eq!(html("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
}

#[test]
fn plain_text_is_the_words_alone() {
    let text = "## Result\n\nFewer *deaths*, `HR` 0.79 [1]. More in\n[the trial](https://x.org).\n\n\
                | A | B |\n| - | - |\n| c | d |\n\n- one\n- two\n\n![Alt](figures/a.svg \"Caption\")";
    assert_eq!(
        rendered(text).plain,
        "Result\nFewer deaths, HR 0.79. More in the trial.\nA B\nc d\none\ntwo\nAlt Caption"
    );
    assert_eq!(rendered(text).prose, "Fewer deaths, HR 0.79. More in the trial.\none\ntwo");
}

#[test]
fn what_is_nested_deeper_than_any_reader_follows_stands_on_the_last_level() {
    let html = html(&format!("{}end", "> ".repeat(20_000)));
    assert_eq!(html.matches("<blockquote>").count(), 40);
    assert!(html.contains("<p>end</p>"));
}

#[test]
fn rendering_comes_to_an_end_whatever_is_repeated() {
    for unit in ["> ", "*", "_a ", "[", "![", "<b>", "`", "# a\n\n", "[1]", "[]", "a|", "\n|a|\n|-|\n"] {
        let rendered = rendered(&unit.repeat(20_000));
        assert!(rendered.html.len() < 10_000_000, "{unit}");
    }
}

/// Every element of what was rendered, with its attributes.
fn elements(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let document = scraper::Html::parse_fragment(html);
    let elements = document.root_element().descendants().skip(1).filter_map(|node| node.value().as_element());
    elements
        .map(|element| {
            let attributes = element.attrs().map(|(name, value)| (name.to_owned(), value.to_owned()));
            (element.name().to_owned(), attributes.collect())
        })
        .collect()
}

const ELEMENTS: &str = "html a blockquote br code del div em figcaption figure h2 h3 h4 h5 h6 hr img li ol p pre \
                        strong table tbody td th thead tr ul";

/// Whether an attribute may stand in a page, with this value.
fn is_harmless(name: &str, value: &str) -> bool {
    match name {
        "aria-label" | "alt" | "id" | "start" => true,
        "class" => ["cite", "figure-scroll", "number", "table-scroll"].contains(&value),
        "href" => {
            let is_web =
                ["http:", "https:", "mailto:"].iter().any(|start| value.to_lowercase().starts_with(start));
            is_web || !value.split(['/', '?', '#']).next().unwrap().contains(':')
        }
        "loading" => value == "lazy",
        "rel" => value == "noopener noreferrer",
        "role" => value == "region",
        "scope" => value == "col",
        "src" => value.starts_with("/library/media/"),
        "tabindex" => value == "0",
        _ => false,
    }
}

fn scraps() -> impl Strategy<Value = String> {
    let scraps = [
        "<script>",
        "</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=x>",
        "<a href=\"javascript:x\">",
        "<div st\u{79}le=\"x\">",
        "</div>",
        "<math>",
        "<iframe>",
        "![",
        "](",
        ")",
        "[",
        "]",
        "(javascript:x)",
        "(data:x)",
        "\"",
        "'",
        "`",
        "```\n",
        "| a |\n| --: |\n",
        "| b |\n",
        "# ",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "*",
        "~~",
        "[1]",
        "figures/a.svg",
        " \"t\"",
        "<!--",
        "-->",
        "&lt;",
        "&#0;",
        "\\",
        "é",
        "<x@y.z>",
        "https://a.b",
    ];
    prop::collection::vec(prop::sample::select(scraps.to_vec()), 0..40).prop_map(|scraps| scraps.concat())
}

proptest! {
    #[test]
    fn whatever_is_written_the_page_runs_and_fetches_nothing(text in prop_oneof![any::<String>(), scraps()]) {
        let rendered = rendered(&text);
        for (element, attributes) in elements(&rendered.html) {
            prop_assert!(ELEMENTS.split(' ').any(|known| known == element), "{element} in {}", rendered.html);
            for (name, value) in attributes {
                prop_assert!(is_harmless(&name, &value), "{name}={value} in {}", rendered.html);
            }
        }
        prop_assert!(!rendered.html.contains("<script"));
    }
}

#[test]
fn an_empty_corner_of_a_table_is_no_header() {
    let html = render("| | A |\n|---|---|\n| x | 1 |", &Options::default()).html;
    assert!(html.contains("<tr><td></td><th scope=\"col\">A</th></tr>"), "{html}");
}
