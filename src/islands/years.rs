//! Dragging a range of years over the histogram of a search: the slider with two thumbs of the ARIA Authoring
//! Practices. The page draws all of it and works by its two fields alone; this moves the handles and the fields
//! together and sends the form.
//!
//! Written against the browser itself, since it reaches every search page and should weigh next to nothing there.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::{Element, Event, HtmlFormElement, HtmlInputElement, KeyboardEvent, PointerEvent};
use std::cell::Cell;

/// Years that the keys for pages move by.
const PAGE: i32 = 10;
/// What is listened to on the drawing.
const ON_DRAWING: [&str; 5] = ["pointerdown", "pointermove", "pointerup", "pointercancel", "keydown"];

/// Wakes the handles of the histogram, where the page has one.
#[island]
pub(crate) fn YearHandles() -> impl IntoView {
    Effect::new(|_| {
        if let Some(slider) = Slider::find() {
            slider.wake();
        }
    });
}

/// The parts of the page that move together. Pairs are of the first year and the last.
struct Slider {
    drawing: Element,
    group: Element,
    form: HtmlFormElement,
    handles: [Element; 2],
    fields: [HtmlInputElement; 2],
    /// The years at the ends of the drawing.
    ends: [i32; 2],
    /// Units of the drawing: the length of the track, what lies before it, and where it lies.
    width: f64,
    margin: f64,
    ground: f64,
    /// The handle that is being dragged.
    dragged: Cell<Option<usize>>,
}

impl Slider {
    fn find() -> Option<Self> {
        let page = document();
        let group = page.get_element_by_id("year-handles")?;
        let number = |name: &str| group.get_attribute(name)?.parse::<f64>().ok();
        let handle = |id: &str| page.get_element_by_id(id);
        let field = |id: &str| page.get_element_by_id(id)?.dyn_into().ok();
        Some(Self {
            drawing: page.get_element_by_id("histogram")?,
            form: page.get_element_by_id("years")?.dyn_into().ok()?,
            handles: [handle("year-handle-first")?, handle("year-handle-last")?],
            fields: [field("year-from")?, field("year-to")?],
            ends: [number("data-first")? as i32, number("data-last")? as i32],
            width: number("data-width")?,
            margin: number("data-margin")?,
            ground: number("data-ground")?,
            dragged: Cell::new(None),
            group,
        })
    }

    /// Shows the handles and listens for as long as the page is there.
    fn wake(self) {
        self.draw();
        set(&self.group, "visibility", "visible");
        let (drawing, form) = (self.drawing.clone(), self.form.clone());
        let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            self.hear(&event);
        });
        let hear = listener.as_ref().unchecked_ref();
        for kind in ON_DRAWING {
            // Fails for nothing that is named here.
            _ = drawing.add_event_listener_with_callback(kind, hear);
        }
        _ = form.add_event_listener_with_callback("input", hear);
        listener.forget();
    }

    fn hear(&self, event: &Event) -> Option<()> {
        match event.type_().as_str() {
            "pointerdown" => {
                let which = self.handle_of(event)?;
                self.dragged.set(Some(which));
                event.prevent_default();
                let pointer: &PointerEvent = event.dyn_ref()?;
                // Without capture the drag ends at the edge of the drawing.
                _ = self.drawing.set_pointer_capture(pointer.pointer_id());
            }
            "pointermove" => self.put(self.dragged.get()?, self.year_below(event.dyn_ref()?)),
            "pointerup" => {
                self.dragged.take()?;
                self.send();
            }
            "pointercancel" => self.dragged.set(None),
            "keydown" => self.press(event.dyn_ref()?, self.handle_of(event)?),
            _ => self.draw(),
        }
        Some(())
    }

    /// Which handle an event is about.
    fn handle_of(&self, event: &Event) -> Option<usize> {
        let target: Element = event.target()?.dyn_into().ok()?;
        self.handles.iter().position(|handle| handle.contains(Some(&target)))
    }

    fn press(&self, event: &KeyboardEvent, which: usize) {
        let year = self.years()[which];
        match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => self.put(which, year - 1),
            "ArrowRight" | "ArrowUp" => self.put(which, year + 1),
            "PageDown" => self.put(which, year - PAGE),
            "PageUp" => self.put(which, year + PAGE),
            "Home" => self.put(which, self.ends[0]),
            "End" => self.put(which, self.ends[1]),
            "Enter" => self.send(),
            _ => return,
        }
        event.prevent_default();
    }

    /// The years that the fields state; an empty field is the end of the drawing.
    fn years(&self) -> [i32; 2] {
        let [first, last] = self.ends;
        let stated = |which: usize| self.fields[which].value().parse().unwrap_or(self.ends[which]);
        let from = i32::clamp(stated(0), first, last);
        [from, i32::clamp(stated(1), from, last)]
    }

    /// Moves a handle to a year, as far as the other one and the ends let it.
    fn put(&self, which: usize, year: i32) {
        let [from, to] = self.years();
        let [first, last] = self.ends;
        let year = if which == 0 { year.clamp(first, to) } else { year.clamp(from, last) };
        // At its end a handle sets no bound, so that years to come are not shut out.
        let text = if year == self.ends[which] { String::new() } else { year.to_string() };
        self.fields[which].set_value(&text);
        self.draw();
    }

    /// The year whose edge is nearest to the pointer, for the handle that is dragged.
    fn year_below(&self, event: &PointerEvent) -> i32 {
        let whole = self.width + 2.0 * self.margin;
        // While it has captured the pointer, the drawing is what the event is measured from.
        let x = f64::from(event.offset_x()) / f64::from(self.drawing.client_width()) * whole - self.margin;
        let place = (x / self.width * f64::from(self.count())).round() as i32;
        // The last year ends where the next one would begin.
        self.ends[0] + place - i32::from(self.dragged.get() == Some(1))
    }

    fn count(&self) -> i32 {
        self.ends[1] - self.ends[0] + 1
    }

    fn draw(&self) {
        let years = self.years();
        let [from, to] = years;
        let place = |years: i32| f64::from(years) / f64::from(self.count()) * self.width;
        let places = [place(from - self.ends[0]), place(to - self.ends[0] + 1)];
        let limits = [[self.ends[0], to], [from, self.ends[1]]];
        for (which, handle) in self.handles.iter().enumerate() {
            set(handle, "transform", &format!("translate({} {})", places[which], self.ground));
            set(handle, "aria-valuemin", &limits[which][0].to_string());
            set(handle, "aria-valuemax", &limits[which][1].to_string());
            set(handle, "aria-valuenow", &years[which].to_string());
            set(handle, "aria-valuetext", &format!("{from}–{to}"));
        }
        if let Some(range) = self.group.first_element_child().and_then(|hint| hint.next_element_sibling()) {
            set(&range, "d", &format!("M{} {}H{}", places[0], self.ground, places[1]));
        }
    }

    fn send(&self) {
        // Refused only where a field holds no number, and then the browser says so there.
        _ = self.form.request_submit();
    }
}

fn set(element: &Element, name: &str, value: &str) {
    // Fails for no name that is used here.
    _ = element.set_attribute(name, value);
}
