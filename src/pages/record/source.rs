//! What the sources of a record say beyond what its page shows.

use crate::texts::{t, t_for};
use domain::record::SourceField;
use leptos::prelude::*;

/// Unmapped fields of the source, folded, under the name of their format.
pub(crate) fn fields(fields: &[SourceField]) -> impl IntoView + use<> {
    let formats: Vec<&[SourceField]> = fields.chunk_by(|a, b| a.format == b.format).collect();
    (!formats.is_empty()).then(|| {
        view! {
            <details class="more" id="source-fields">
                <summary>{t("record-others")}</summary>
                {formats.into_iter().map(of_format).collect_view()}
            </details>
        }
    })
}

fn of_format(fields: &[SourceField]) -> impl IntoView + use<> {
    let name = fields.first().map(|field| t_for(&format!("format-{}", field.format)));
    let row = |field: &SourceField| {
        view! { <dt translate="no">{field.name.clone()}</dt><dd class="as-typed">{field.value.clone()}</dd> }
    };
    view! {
        <h2>{name}</h2>
        <dl class="source-fields">{fields.iter().map(row).collect_view()}</dl>
    }
}
