//! What the buttons of a request's page do.

use crate::visit::{Visit, fields::Fields};
use domain::id::AccountId;
use domain::request::{CloseReason, Draft, SafetyAnswer, Urgency};
use domain::slug::Slug;
use services::failure::Failure;
use services::requests::correction::{self, Correction};
use services::requests::desk::{self, Verification};
use services::requests::{closing, drafts, reply};

/// Takes the step of the button that was pressed, and gives the address to go on to. What was typed is stored already,
/// as the version `lock` of the draft.
pub(super) async fn take(
    visit: &Visit,
    reference: &str,
    fields: &Fields,
    lock: i64,
) -> Result<String, Failure> {
    let (context, asker) = (&visit.context, &visit.asker);
    let here = format!("/desk/{reference}");
    let seen: i64 = fields.text("version").parse().unwrap_or_default();
    match fields.text("step") {
        "claim" => desk::claim(context, asker, reference, seen).await?,
        "hand-over" => {
            let recipient = (fields.text("to"), fields.text("reason"));
            desk::hand_over(context, asker, reference, seen, recipient).await?;
        }
        "note" => desk::note(context, asker, reference, fields.text("note")).await?,
        "safety-none" => desk::answer_safety(context, asker, reference, seen, SafetyAnswer::None).await?,
        "safety-reported" => {
            desk::answer_safety(context, asker, reference, seen, SafetyAnswer::Reported).await?;
        }
        "safety-report" => return Ok(format!("/report-safety?request={reference}")),
        "find" => return Ok(format!("{here}#cite")),
        "preview" => return Ok(format!("{here}?preview=yes#preview")),
        "send" => {
            let draft = drafts::read(fields.pairs(), &Draft::default());
            reply::send(context, asker, reference, seen, &draft).await?;
            return Ok(format!("{here}?done=sent"));
        }
        "close" => {
            let reason = CloseReason::from_slug(fields.text("close-reason"));
            closing::close(context, asker, reference, seen, reason).await?;
            return Ok(format!("{here}?done=closed"));
        }
        "reopen" => {
            closing::reopen(context, asker, reference, seen).await?;
            return Ok(format!("{here}?done=reopened"));
        }
        "correct" => {
            correction::correct(context, asker, reference, seen, corrected(fields)).await?;
            return Ok(format!("{here}?done=corrected"));
        }
        "verify" => {
            desk::verify_asker(context, asker, reference, seen, Verification::Verified).await?;
        }
        "decline" => {
            let reason = fields.text("verify-reason");
            desk::verify_asker(context, asker, reference, seen, Verification::Declined { reason }).await?;
        }
        step => {
            if let Some(author) = step.strip_prefix("adopt-") {
                drafts::adopt(context, asker, reference, lock, &AccountId::from(author)).await?;
                return Ok(format!("{here}#body"));
            }
            // The texts were saved; nothing else was asked for.
            return Ok(format!("{here}?done=kept"));
        }
    }
    Ok(here)
}

fn corrected(fields: &Fields) -> Correction {
    Correction {
        product: fields.text("product").to_owned(),
        area: fields.text("area").to_owned(),
        urgency: Urgency::from_slug(fields.text("urgency")),
        due: fields.text("due").to_owned(),
    }
}
