//! What the browser loads: starts the islands of the page. Everything else they are made of stands in `materia`.

#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    // The islands register themselves when the crate that defines them is linked.
    use materia as _;
    leptos::mount::hydrate_islands();
}
