//! Which seats must agree for which category.

use base::{Result, Seat};
use maud::Markup;
use web::{Answered, Form, Signed};

use crate::{
    rule::{Rules, set_rule},
    views::rules::rules_page,
};

/// `GET /review-rules`
pub(super) async fn show(signed: Signed) -> Answered {
    let view = view(&signed, &Form::empty()).await?;
    Ok(signed.page("Who must agree", view))
}

async fn view(signed: &Signed, sent: &Form) -> Result<Markup> {
    let rules = Rules::load(&signed.app.store).await?;
    let categories = catalog::categories(&signed.app.store).await?;
    Ok(rules_page(signed, sent, &rules, &categories))
}

/// `POST /review-rules`: no seats take the rule of a category away.
pub(super) async fn set(signed: Signed, form: Form) -> Answered {
    match read(&signed, &form).await {
        Ok(()) => {
            Ok(signed.go_saying("/review-rules", "Set. It holds for every open request too."))
        }
        Err(problem) => {
            let status = web::failure_status(&problem);
            let view = view(&signed, &form.refused(problem)?).await?;
            Ok(signed.page_with(status, "Who must agree", view))
        }
    }
}

async fn read(signed: &Signed, form: &Form) -> Result<()> {
    let seats = form.all("seats").into_iter().map(str::parse::<Seat>).collect::<Result<Vec<_>>>();
    set_rule(&signed.app, &signed.caller, form.text("category"), &seats?).await
}
