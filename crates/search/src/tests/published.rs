//! Strategies as they are printed in appendices of reviews, in each database's notation. All are made up.

use super::*;
use domain::query::ProblemCode;

/// Items of every kind that the strategies combine.
fn library() -> Library {
    let item = |number: usize| {
        let has = |bit: usize| number >> bit & 1 == 1;
        let mut text = String::from("Background text.");
        let mut headings = Vec::new();
        if has(0) {
            text.push_str(" Acute heart failure in the emergency department.");
            headings.push("Heart Failure".to_owned());
        }
        if has(1) {
            text.push_str(" B-type natriuretic peptide (BNP) was measured.");
            headings.push("Natriuretic Peptide, Brain".to_owned());
        }
        if has(2) {
            text.push_str(" Sensitivity and specificity of the test; diagnostic accuracy.");
            headings.push("Sensitivity and Specificity".to_owned());
        }
        if has(3) {
            text.push_str(" Studied in rats.");
            headings.push("Animals".to_owned());
        }
        if has(4) {
            text.push_str(" Women with anaemia.");
            headings.push("Humans".to_owned());
        }
        IndexedItem {
            headings,
            year: Some(1990 + number as i32),
            ..record(&format!("i{number:02}"), "A study", &text)
        }
    };
    Library::of((0..32).map(item).collect())
}

/// The number of items, out of 32, that a strategy has to find: failure, peptide and accuracy; with or without animals.
const ALL_THREE: u64 = 4;

struct Case {
    name: &'static str,
    text: &'static str,
    /// The number of lines that are searches.
    lines: usize,
    total: u64,
}

const CASES: &[Case] = &[
    Case {
        name: "Ovid with counts",
        text: "Database: Ovid MEDLINE(R) and Epub Ahead of Print <1946 to May 04, 2020>\nSearch Strategy:\n\
               --------------------------------------------------------------------------------\n\
               1     exp Heart Failure/ (118735)\n2     ((heart or cardiac) adj2 failure*).ti,ab,kf. (181201)\n\
               3     1 or 2 (219311)\n4     exp Natriuretic Peptide, Brain/ (13202)\n\
               5     (natriuretic peptide* or BNP or \"NT proBNP\").mp. [mp=title, abstract, original title, name of substance word] (42001)\n\
               6     or/4-5 (42011)\n7     exp \"Sensitivity and Specificity\"/ (581211)\n\
               8     (sensitiv$ or specificit$ or accura$).tw. (2011210)\n9     7 or 8 (2211210)\n\
               10     3 and 6 and 9 (2110)\n***************************",
        lines: 10,
        total: ALL_THREE,
    },
    Case {
        name: "Ovid in a table of Word",
        text: "#\tSearches\tResults\n1\texp Heart Failure/\t118,735\n2\theart failure.mp.\t181 201\n\
               3\t1 or 2\t219.311\n4\tBNP.ti,ab.\t42001\n5\t3 and 4\t1200\n\
               6\texp animals/ not humans/\t4500000\n7\t5 not 6\t1100\n8\tlimit 7 to yr=\"1990 -Current\"\t1000",
        lines: 8,
        // Failure and peptide, without animals that are no humans.
        total: 6,
    },
    Case {
        name: "Ovid, each cell in a line of its own",
        text: "1\nexp Heart Failure/\n118735\n2\n(natriuretic or BNP).mp.\n42001\n3\naccuracy.ti,ab.\n181201\n4\nand/1-3\n12",
        lines: 4,
        total: ALL_THREE,
    },
    Case {
        name: "Ovid, wrapped",
        text: "1. (heart failure or cardiac failure or\nventricular failure).ti,ab.\n2. (BNP or natriuretic\npeptide$).ti,ab.\n\
               3. diagnos$.mp. or \"sensitivity and\nspecificity\".mp.\n4. 1 and 2 and\n3",
        lines: 4,
        total: ALL_THREE,
    },
    Case {
        name: "Ovid with headings between",
        text: "MEDLINE (Ovid)\nPopulation\n1. exp *Heart Failure/di [Diagnosis]\n2. heart failure.tw.\n3. 1 or 2\n\
               Index test\n4. (BNP or natriuretic).tw.\nStudy filter\n5. specificity.tw.\n\nCombination\n6. 3 and 4 and 5",
        lines: 6,
        total: ALL_THREE,
    },
    Case {
        name: "PubMed's history, newest first",
        text: "Search\tQuery\tItems found\n#5\tSearch (#3) AND #4\t2110\n#4\tSearch \"Sensitivity and Specificity\"[Mesh] OR accuracy[tiab]\t581211\n\
               #3\tSearch #1 AND #2\t9912\n#2\tSearch \"Natriuretic Peptide, Brain\"[MeSH Terms] OR BNP[tiab]\t13202\n\
               #1\tSearch \"heart failure\"[MeSH Terms] OR \"heart failure\"[All Fields]\t118735",
        lines: 5,
        total: ALL_THREE,
    },
    Case {
        name: "PubMed without numbers",
        text: "\"Heart Failure\"[Mesh] OR heart failure[tiab]\nBNP[tiab] OR natriuretic peptide*[tiab]\n\
               sensitivity[tiab] OR specificity[tiab]\n#1 AND #2 AND #3",
        lines: 4,
        total: ALL_THREE,
    },
    Case {
        name: "PubMed, with numbers and typographic signs",
        text: "#1 “Heart Failure”[Mesh] OR “heart failure”[tiab]\n#2 BNP[tiab] OR natriuretic[tiab]\n#3 accuracy[tiab]\n\
               #4 #1\u{a0}AND\u{a0}#2 AND #3\n#5 #4 NOT (animals[mh] NOT humans[mh])",
        lines: 5,
        total: 3,
    },
    Case {
        name: "Cochrane",
        text: "Search Name: BNP in acute heart failure\nDate Run: 04/05/2020 10:22:31\nComment: \n\nID\tSearch\tHits\n\
               #1\tMeSH descriptor: [Heart Failure] explode all trees\t9211\n\
               #2\t((heart NEXT failure*)):ti,ab,kw (Word variations have been searched)\t21033\n#3\t#1 or #2\t22001\n\
               #4\tMeSH descriptor: [Natriuretic Peptide, Brain] this term only\t1200\n#5\t(BNP):ti,ab,kw\t3100\n#6\t#4 or #5\t3300\n\
               #7\t(diagnostic NEAR/3 accuracy):ti,ab,kw\t5000\n#8\t#3 and #6 and #7\t110",
        lines: 8,
        total: ALL_THREE,
    },
    Case {
        name: "Cochrane with braces",
        text: "#1 [mh \"Heart Failure\"]\n#2 \"heart failure\":ti,ab\n#3 {or #1-#2}\n#4 (BNP or natriuretic):ti,ab,kw\n#5 accuracy:ti,ab\n#6 {and #3-#5}",
        lines: 6,
        total: ALL_THREE,
    },
    Case {
        name: "Embase.com",
        text: "#7. #6 AND [1990-2030]/py 1,022\n#6. #3 AND #4 AND #5 2,112\n#5. 'sensitivity and specificity'/exp OR accuracy:ti,ab 411,201\n\
               #4. 'brain natriuretic peptide'/exp OR bnp:ti,ab OR natriuretic:ti,ab 44,101\n#3. #1 OR #2 511,200\n\
               #2. (heart NEAR/2 failure):ti,ab 301,221\n#1. 'heart failure'/exp 480,001",
        lines: 7,
        total: ALL_THREE,
    },
    Case {
        name: "CINAHL",
        text: "#\tQuery\tLimiters/Expanders\tResults\nS1\t(MH \"Heart Failure+\")\tSearch modes - Boolean/Phrase\t41,211\n\
               S2\tTI \"heart failure\" OR AB \"heart failure\"\tSearch modes - Boolean/Phrase\t61,201\nS3\tS1 OR S2\tSearch modes - Boolean/Phrase\t72,100\n\
               S4\tTI ( BNP OR natriuretic ) OR AB ( BNP OR natriuretic )\tSearch modes - Boolean/Phrase\t4,012\n\
               S5\tTX diagnostic N1 accuracy\tSearch modes - Boolean/Phrase\t14,012\nS6\tS3 AND S4 AND S5\tSearch modes - Boolean/Phrase\t99",
        lines: 6,
        total: ALL_THREE,
    },
    Case {
        name: "Web of Science",
        text: "# 4\t2,110\t#3 AND #2 AND #1\nIndexes=SCI-EXPANDED, SSCI, CPCI-S Timespan=All years\n# 3\t411,200\tTS=(sensitivity OR accuracy)\n\
               Indexes=SCI-EXPANDED, SSCI, CPCI-S Timespan=All years\n# 2\t44,120\tTS=(BNP OR natriuretic)\n# 1\t301,200\tTS=(\"heart failure\" OR cardiac NEAR/2 failure)",
        lines: 4,
        total: ALL_THREE,
    },
    Case {
        name: "Scopus",
        text: "1 TITLE-ABS-KEY(\"heart failure\" OR (cardiac W/2 failure))\n2 TITLE-ABS-KEY(bnp OR natriuretic)\n3 TITLE-ABS-KEY(accuracy)\n4 #1 AND #2 AND #3",
        lines: 4,
        total: ALL_THREE,
    },
    Case {
        name: "letters",
        text: "A. heart failure[tiab]\nB. BNP[tiab]\nC. accuracy[tiab]\nFinal search: A AND B AND C",
        lines: 4,
        total: ALL_THREE,
    },
    Case {
        name: "letters after numbers",
        text: "1a exp Heart Failure/\n1b heart failure.mp.\n2a BNP.mp.\n2b natriuretic.mp.\n3 1a or 1b\n4 2a or 2b\n5 accuracy.mp.\n6 3 and 4 and 5",
        lines: 8,
        total: ALL_THREE,
    },
    Case {
        name: "numbers of searches",
        text: "Search 1: \"heart failure\"[tiab]\nSearch 2: BNP[tiab]\nSearch 3: accuracy[tiab]\nSearch 4: #1 AND #2 AND #3",
        lines: 4,
        total: ALL_THREE,
    },
    Case {
        name: "numbers in parentheses",
        text: "(1) heart failure.ti,ab.\n(2) BNP.ti,ab.\n(3) accuracy.ti,ab.\n(4) 1 and 2 and 3",
        lines: 4,
        total: ALL_THREE,
    },
    Case {
        name: "lists of lines",
        text: "1. heart failure.mp.\n2. cardiac failure.mp.\n3. BNP.mp.\n4. accuracy.mp.\n5. or/1-2\n6. and/3,4-5\n7. 1-2/or\n8. (6 and 7) not (9 or 10)\n9. zebra.mp.\n10. xylophone.mp.\n11. 8",
        lines: 11,
        total: ALL_THREE,
    },
    Case {
        name: "animals",
        text: "1 heart failure.mp.\n2 BNP.mp.\n3 1 and 2\n4 (animals not (humans and animals)).sh.\n5 3 not 4\n6 remove duplicates from 5\n7 limit 6 to humans",
        lines: 7,
        total: 6,
    },
    Case {
        name: "signs within words",
        text: "1. wom?n.mp.\n2. an?emi$.mp.\n3. 1 and 2\n4. *natriuretic.mp.\n5. 3 and 4",
        lines: 5,
        total: 8,
    },
    Case {
        name: "en dashes and commas",
        text: "1. heart failure.mp.\n2. BNP.mp.\n3. accuracy.mp.\n4. and/1–3",
        lines: 4,
        total: ALL_THREE,
    },
    Case { name: "old line ends", text: "1. heart failure.mp.\r2. BNP.mp.\r3. 1 and 2", lines: 3, total: 8 },
    Case {
        name: "ProQuest",
        text: "S1 noft(heart failure)\nS2 MESH.EXACT.EXPLODE(\"Heart Failure\")\nS3 S1 OR S2\nS4 TI,AB(BNP OR natriuretic)\nS5 S3 AND S4",
        lines: 5,
        total: 8,
    },
    Case {
        name: "remarks",
        text: "// failure\n1. heart failure.mp.\n// peptide\n2. BNP.mp.\n% together\n3. 1 and 2",
        lines: 3,
        total: 8,
    },
    Case {
        name: "lines in another order",
        text: "1. 2 and 3\n2. heart failure.mp.\n3. BNP.mp.\n4. 1",
        lines: 4,
        total: 8,
    },
];

fn search(library: &Library, text: &str) -> SearchResults {
    library.search.search(&SearchQuery::of(text), &scope(&LibraryView::Department)).unwrap()
}

/// What is reported that a reader of the strategy has to mend.
fn is_fault(code: ProblemCode) -> bool {
    !matches!(code, ProblemCode::MissingFilter | ProblemCode::LaterLine)
}

#[test]
fn published_strategies_keep_their_references_and_find_what_they_say() {
    let library = library();
    let mut failures = Vec::new();
    for case in CASES {
        let results = search(&library, case.text);
        let faults: Vec<_> = results
            .lines
            .iter()
            .flat_map(|line| {
                line.problems.iter().map(|it| (line.number.as_str(), it.code, it.span.of(case.text)))
            })
            .filter(|(_, code, _)| is_fault(*code))
            .collect();
        if results.lines.len() != case.lines || results.total != case.total || !faults.is_empty() {
            let lines: Vec<_> = results
                .lines
                .iter()
                .map(|line| format!("  {} | {} | {:?}", line.number, line.text, line.count))
                .collect();
            failures.push(format!("{}: {} {faults:?}\n{}", case.name, results.total, lines.join("\n")));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn a_line_without_references_counts_what_it_finds_alone() {
    let library = library();
    for case in CASES {
        for line in search(&library, case.text).lines {
            let refers = line.text.contains(['#'])
                || line.text.split(|c: char| !c.is_alphanumeric()).any(|word| {
                    let bare = word.trim_start_matches(['S', 's']);
                    bare.len() < 3
                        && (bare.starts_with(|c: char| c.is_ascii_digit()) || matches!(word, "A" | "B"))
                });
            if refers || line.text.contains('\n') {
                continue;
            }
            let alone = search(&library, &line.text);
            if alone.problems.is_empty() && alone.read_as.is_some() && !case.text.contains("S1\t") {
                assert_eq!(line.count, Some(alone.total), "{} of {}", line.text, case.name);
            }
        }
    }
}

#[test]
fn a_strategy_of_many_lines_takes_little_longer_than_its_lines_alone() {
    let words =
        ["heart", "failure", "peptide", "sensitivity", "specificity", "rats", "women", "anaemia", "acute"];
    let item = |number: usize| {
        let text: Vec<String> = (0..120)
            .map(|place| match (number * 7 + place * 13) % 23 {
                at if at < words.len() => words[at].to_owned(),
                _ => format!("w{}", (number * 31 + place * 17) % 9_000),
            })
            .collect();
        record(&format!("i{number}"), "A study", &text.join(" "))
    };
    let library = Library::of((0..5_000).map(item).collect());
    let mut lines: Vec<String> = (1..40)
        .map(|number| {
            let (a, b) = (words[number % words.len()], words[number * 5 % words.len()]);
            match number % 4 {
                0 => format!("{number}. ({a} adj3 {b}*).ti,ab."),
                1 => format!("{number}. w{number}* or {a} {b}.mp."),
                2 => format!("{number}. *{}.mp. or {a}.ti.", &b[2..]),
                _ => format!("{number}. or/1-{}", number - 1),
            }
        })
        .collect();
    lines.push("40. 39 not 38".to_owned());
    let text = lines.join("\n");
    search(&library, &text);
    let start = std::time::Instant::now();
    let results = search(&library, &text);
    let whole = start.elapsed();
    assert_eq!(results.lines.len(), 40);
    let start = std::time::Instant::now();
    for line in &lines {
        let alone = line.split_once(". ").map_or(line.as_str(), |(_, line)| line);
        search(&library, alone);
    }
    let alone = start.elapsed();
    println!("strategy {whole:?}, its lines alone {alone:?}");
    assert!(whole < alone * 3, "{whole:?} beside {alone:?}");
}
