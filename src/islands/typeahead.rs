//! Suggestions under the search box: the combobox pattern of the ARIA Authoring Practices, with a list.
//!
//! The focus stays in the box. The arrows go through the list, round and round, and open it again once it is closed;
//! Enter follows the line that is marked, and without one sends the form; Escape closes the list first and only then
//! empties the box. Keys that move within the text leave the list.

use crate::api::suggest::suggest;
use domain::library::Suggestion;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Texts of the island.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TypeaheadTexts {
    pub(crate) label: String,
    pub(crate) placeholder: String,
    /// Name of the list.
    pub(crate) suggestions: String,
    /// Names of the sources of suggestions, by [`Suggestion::source`].
    pub(crate) sources: HashMap<String, String>,
}

/// Fewest characters that are worth a look.
const FEWEST: usize = 2;

/// The search box. Without script it is a plain field of the form around it.
#[island]
pub(crate) fn Typeahead(
    /// The initial value of the box.
    value: String,
    texts: TypeaheadTexts,
) -> impl IntoView {
    let typed = RwSignal::new(value.clone());
    // Only typing asks for suggestions: a page that opens with a query in its box stays quiet.
    let asked = RwSignal::new(String::new());
    let found = RwSignal::new(Vec::<Suggestion>::new());
    let active = RwSignal::new(None::<usize>);
    // Closed by Escape, by leaving the box, and until something is typed.
    let is_wanted = RwSignal::new(false);
    let is_open = Memo::new(move |_| is_wanted.get() && !found.read().is_empty());

    Effect::new(move |_| {
        let text = asked.get();
        active.set(None);
        if text.trim().chars().count() < FEWEST {
            found.set(Vec::new());
            return;
        }
        leptos::task::spawn_local(async move {
            let answer = suggest(text.clone()).await.unwrap_or_default();
            // An answer that comes late must not replace a newer one's.
            if asked.get_untracked() == text {
                found.set(answer);
            }
        });
    });

    let on_input = move |event| {
        let text = event_target_value(&event);
        typed.set(text.clone());
        is_wanted.set(true);
        asked.set(text);
    };
    let on_keydown = move |event: KeyboardEvent| on_key(&event, found, active, is_wanted);
    let on_blur = move |_| close(active, is_wanted);
    let sources = StoredValue::new(texts.sources);
    view! {
        <div class="typeahead">
            <label class="visually-hidden" for="q">{texts.label}</label>
            <input
                id="q"
                name="q"
                type="search"
                value=value
                prop:value=move || typed.get()
                placeholder=texts.placeholder
                autocomplete="off"
                role="combobox"
                aria-autocomplete="list"
                aria-controls="q-suggestions"
                aria-expanded=move || is_open.get().to_string()
                aria-activedescendant=move || active.get().map(option_id)
                on:input=on_input
                on:keydown=on_keydown
                on:blur=on_blur
            />
            <ul
                id="q-suggestions"
                class="typeahead-list"
                role="listbox"
                aria-label=texts.suggestions
                hidden=move || !is_open.get()
            >
                {move || {
                    found
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(place, suggestion)| option(place, suggestion, active, sources))
                        .collect_view()
                }}
            </ul>
        </div>
    }
}

fn option_id(place: usize) -> String {
    format!("q-suggestion-{place}")
}

fn option(
    place: usize,
    suggestion: Suggestion,
    active: RwSignal<Option<usize>>,
    sources: StoredValue<HashMap<String, String>>,
) -> impl IntoView {
    let address = suggestion.address;
    let source = sources.with_value(|names| names.get(&suggestion.source).cloned().unwrap_or_default());
    let on_click = move |_| go_to(&address);
    view! {
        <li
            id=option_id(place)
            role="option"
            aria-selected=move || (active.get() == Some(place)).to_string()
            // The box would lose its focus, and with it the list, before a click is complete.
            on:mousedown=|event| event.prevent_default()
            on:click=on_click
        >
            <span>{suggestion.text}</span>
            " "
            <span class="meta">{source}</span>
        </li>
    }
}

fn close(active: RwSignal<Option<usize>>, is_wanted: RwSignal<bool>) {
    active.set(None);
    is_wanted.set(false);
}

fn on_key(
    event: &KeyboardEvent,
    found: RwSignal<Vec<Suggestion>>,
    active: RwSignal<Option<usize>>,
    is_wanted: RwSignal<bool>,
) {
    let count = found.read_untracked().len();
    // While letters are composed, the keys belong to whoever composes them.
    if count == 0 || event.is_composing() {
        return;
    }
    let is_open = is_wanted.get_untracked();
    let now = active.get_untracked();
    match event.key().as_str() {
        "ArrowDown" => {
            event.prevent_default();
            is_wanted.set(true);
            active.set(Some(now.map_or(0, |place| (place + 1) % count)));
        }
        "ArrowUp" => {
            event.prevent_default();
            is_wanted.set(true);
            active.set(Some(now.map_or(count - 1, |place| (place + count - 1) % count)));
        }
        "Escape" if is_open => {
            event.prevent_default();
            close(active, is_wanted);
        }
        "Enter" => {
            let chosen = now.and_then(|place| found.read_untracked().get(place).map(|s| s.address.clone()));
            if let Some(address) = chosen {
                event.prevent_default();
                go_to(&address);
            }
        }
        "Home" | "End" | "ArrowLeft" | "ArrowRight" => active.set(None),
        _ => {}
    }
}

fn go_to(address: &str) {
    // The browser refuses only while a page is being unloaded, and then it is on its way already.
    _ = window().location().set_href(address);
}
