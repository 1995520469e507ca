//! Saving while somebody writes, and the preview beside the text. Without script the form's own button does both.

use crate::api::desk::save_reply;
use crate::api::editor::{preview_draft, save_draft};
use crate::api::{ApiError, SavedDraft};
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{
    Event, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The id of the form that is saved.
const FORM: &str = "draft";
/// The id of the element that shows the text as readers will see it.
const PREVIEW: &str = "preview-text";
/// A pause in writing after which the draft is saved.
const PAUSE: Duration = Duration::from_millis(1500);
/// A pause in writing after which the preview follows.
const SHORT_PAUSE: Duration = Duration::from_millis(400);
/// After which a save is tried again that did not reach the server.
const RETRY: Duration = Duration::from_secs(8);

/// What the form on the page is, and so who saves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Subject {
    /// A version of an article, by its id.
    Version,
    /// A request at the desk, by its reference.
    Request,
}

impl Subject {
    async fn save(self, id: String, fields: Vec<(String, String)>) -> Result<SavedDraft, ApiError> {
        match self {
            Self::Version => save_draft(id, fields).await,
            Self::Request => save_reply(id, fields).await,
        }
    }
}

/// Texts of [`SaveState`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SaveTexts {
    pub(crate) unsaved: String,
    pub(crate) saving: String,
    /// Followed by the time.
    pub(crate) saved: String,
    pub(crate) conflict: String,
    pub(crate) signed_out: String,
    pub(crate) invalid: String,
    pub(crate) failed: String,
}

/// Says whether the draft is saved, and saves it when its writer pauses.
#[island]
pub(crate) fn SaveState(
    subject: Subject,
    /// Of the version or the request.
    id: String,
    /// What it says at first.
    initial: String,
    /// Whether the form holds what is not saved, such as a text that was kept while its writer was signed out.
    is_unsaved: bool,
    texts: SaveTexts,
) -> impl IntoView {
    let keeper = Keeper {
        subject,
        id: StoredValue::new(id),
        texts: StoredValue::new(texts),
        said: RwSignal::new(initial),
        look: RwSignal::new(if is_unsaved { "unsaved" } else { "saved" }),
        timer: StoredValue::new(None),
        is_dirty: StoredValue::new(false),
        is_saving: StoredValue::new(false),
        is_stopped: StoredValue::new(false),
        waiting: StoredValue::new_local(None),
    };
    Effect::new(move |_| {
        let typed = window_event_listener(ev::input, move |event| {
            if is_of_form(&event) {
                keeper.typed();
            }
        });
        let sent = window_event_listener(ev::submit, move |event| {
            if is_of_form(&event) {
                keeper.sent(&event);
            }
        });
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            if keeper.is_dirty.get_value() && !keeper.is_stopped.get_value() {
                event.prevent_default();
            }
        });
        // A page that the browser had put aside is as it was left, though it may have been saved elsewhere since.
        let back = window_event_listener(ev::pageshow, move |event| {
            if event.persisted() {
                keeper.is_stopped.set_value(false);
                keeper.typed();
            }
        });
        on_cleanup(move || {
            typed.remove();
            sent.remove();
            leaving.remove();
            back.remove();
        });
        // What was typed before this ran, no event has told of.
        if is_unsaved || form().is_some_and(|form| is_changed(&form)) {
            keeper.typed();
        }
    });
    view! {
        <span class="save-state" role="status" data-state=move || keeper.look.get()>
            {move || keeper.said.get()}
        </span>
    }
}

/// What saving has to remember.
#[derive(Clone, Copy)]
struct Keeper {
    subject: Subject,
    id: StoredValue<String>,
    texts: StoredValue<SaveTexts>,
    said: RwSignal<String>,
    look: RwSignal<&'static str>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// Something was typed that no save has taken along yet.
    is_dirty: StoredValue<bool>,
    is_saving: StoredValue<bool>,
    /// The form is on its way to the server by its own button, or somebody else changed the draft.
    is_stopped: StoredValue<bool>,
    /// The button that was pressed while a save was on its way: two at once would be in conflict with each other.
    waiting: StoredValue<Option<HtmlElement>, LocalStorage>,
}

impl Keeper {
    fn say(self, look: &'static str, text: impl FnOnce(&SaveTexts) -> String) {
        self.look.set(look);
        self.said.set(self.texts.with_value(text));
    }

    fn typed(self) {
        if self.is_stopped.get_value() {
            return;
        }
        self.is_dirty.set_value(true);
        self.say("unsaved", |texts| texts.unsaved.clone());
        self.save_after(PAUSE);
    }

    fn stop_timer(self) {
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        self.timer.set_value(None);
    }

    fn save_after(self, pause: Duration) {
        self.stop_timer();
        self.timer.set_value(set_timeout_with_handle(move || self.save(), pause).ok());
    }

    fn sent(self, event: &ev::SubmitEvent) {
        self.stop_timer();
        if self.is_saving.get_value() {
            event.prevent_default();
            self.waiting.set_value(event.submitter());
        } else {
            self.is_stopped.set_value(true);
        }
    }

    fn save(self) {
        let Some(form) = form() else { return };
        if self.is_saving.get_value() || self.is_stopped.get_value() {
            return;
        }
        self.is_saving.set_value(true);
        self.is_dirty.set_value(false);
        self.say("unsaved", |texts| texts.saving.clone());
        let id = self.id.get_value();
        leptos::task::spawn_local(async move {
            let answer = self.subject.save(id, fields(&form)).await;
            self.is_saving.set_value(false);
            match answer {
                Ok(saved) => {
                    set_lock(&form, saved.lock);
                    self.saved(&saved.at);
                }
                Err(error) => self.not_saved(&error.code),
            }
            self.go_on(&form);
        });
    }

    fn saved(self, at: &str) {
        if self.is_dirty.get_value() {
            self.say("unsaved", |texts| texts.unsaved.clone());
            self.save_after(PAUSE);
        } else {
            self.say("saved", |texts| format!("{} {at}", texts.saved));
        }
    }

    fn not_saved(self, code: &str) {
        self.is_dirty.set_value(true);
        match code {
            "conflict" | "not-found" => {
                self.is_stopped.set_value(true);
                self.say("failed", |texts| texts.conflict.clone());
            }
            "sign-in-needed" => self.say("failed", |texts| texts.signed_out.clone()),
            "invalid" => self.say("failed", |texts| texts.invalid.clone()),
            _ => {
                self.say("failed", |texts| texts.failed.clone());
                self.save_after(RETRY);
            }
        }
    }

    /// Sends the form by the button that was pressed meanwhile.
    fn go_on(self, form: &HtmlFormElement) {
        let Some(button) = self.waiting.try_update_value(Option::take).flatten() else { return };
        self.stop_timer();
        // Refused only where the button has left the form, and then there is nothing to send by it.
        _ = form.request_submit_with_submitter(Some(&button));
    }
}

fn form() -> Option<HtmlFormElement> {
    document().get_element_by_id(FORM)?.dyn_into().ok()
}

fn is_of_form(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<leptos::web_sys::Element>().ok());
    target.is_some_and(|element| element.closest(&format!("#{FORM}")).ok().flatten().is_some())
}

fn set_lock(form: &HtmlFormElement, lock: i64) {
    let field =
        form.elements().named_item("lock").and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    if let Some(field) = field {
        field.set_value(&lock.to_string());
    }
}

/// Whether any control holds something else than the page came with.
fn is_changed(form: &HtmlFormElement) -> bool {
    let elements = form.elements();
    (0..elements.length()).filter_map(|place| elements.item(place)).any(|element| {
        if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
            match input.type_().as_str() {
                "checkbox" | "radio" => input.checked() != input.default_checked(),
                "hidden" | "file" | "submit" => false,
                _ => input.value() != input.default_value(),
            }
        } else if let Some(text) = element.dyn_ref::<HtmlTextAreaElement>() {
            text.default_value().is_ok_and(|original| text.value() != original)
        } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
            is_chosen_anew(select)
        } else {
            false
        }
    })
}

fn is_chosen_anew(select: &HtmlSelectElement) -> bool {
    let find = |selector| select.query_selector(selector).ok().flatten();
    let original = find("option[selected]").or_else(|| find("option"));
    let original = original.and_then(|option| option.get_attribute("value"));
    original.is_some_and(|original| select.value() != original)
}

/// Names and values as the browser would send them, without files and buttons.
fn fields(form: &HtmlFormElement) -> Vec<(String, String)> {
    let elements = form.elements();
    (0..elements.length())
        .filter_map(|place| elements.item(place))
        .filter_map(|element| {
            let name = element.get_attribute("name")?;
            let value = if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
                match input.type_().as_str() {
                    "checkbox" if !input.checked() => return None,
                    "file" | "submit" => return None,
                    _ => input.value(),
                }
            } else if let Some(text) = element.dyn_ref::<HtmlTextAreaElement>() {
                text.value()
            } else {
                element.dyn_ref::<HtmlSelectElement>()?.value()
            };
            Some((name, value))
        })
        .collect()
}

/// Makes the preview, an element of the page around, follow what is typed.
#[island]
pub(crate) fn LivePreview(version: String) -> impl IntoView {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    // Counts what was asked, so that a late answer does not replace a newer one's.
    let asked = StoredValue::new(0_u32);
    let version = StoredValue::new(version);
    let follow = move || {
        let Some(form) = form() else { return };
        let fields = fields(&form);
        let references = fields.iter().filter(|(name, _)| name == "ref_citation").count();
        let body = fields.into_iter().find(|(name, _)| name == "body").map(|(_, body)| body);
        let number = asked.get_value().wrapping_add(1);
        asked.set_value(number);
        leptos::task::spawn_local(async move {
            let answer = preview_draft(version.get_value(), body.unwrap_or_default(), references).await;
            let shown = document().get_element_by_id(PREVIEW);
            if let (Ok(html), true, Some(shown)) = (answer, asked.get_value() == number, shown) {
                // Made and sanitised by the renderer of the library's pages.
                shown.set_inner_html(&html);
            }
        });
    };
    Effect::new(move |_| {
        let typed = window_event_listener(ev::input, move |event| {
            if !is_of_form(&event) {
                return;
            }
            if let Some(timer) = timer.get_value() {
                timer.clear();
            }
            timer.set_value(set_timeout_with_handle(follow, SHORT_PAUSE).ok());
        });
        on_cleanup(move || typed.remove());
    });
}
