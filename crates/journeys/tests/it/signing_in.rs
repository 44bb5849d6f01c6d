//! Signing in with more than a password, in a real browser with a real authenticator behind it.

use journeys::{Browser, Office, PASSWORD};
use store::on_both_engines;
use totp_rs::{Builder, Secret};

/// What an authenticator app with this secret shows now.
fn code_of(secret: &str) -> String {
    let secret = Secret::try_from_base32(secret).expect("base 32");
    let app = Builder::new().with_secret(secret).build().expect("a secret of 20 bytes");
    app.generate_current().to_string()
}

async fn signs_out(browser: &Browser) {
    browser.opens("/me").await;
    browser.presses("Sign out everywhere").await;
    browser.leaves("/me").await;
}

async fn adds_a_passkey(noor: &Browser) {
    noor.opens("/me/second-factor").await;
    noor.presses("Add a passkey").await;
    noor.sees("Your browser asks where to keep it").await;
    noor.presses("Add a passkey").await;
    noor.sees("Keep these codes").await;
    noor.presses("I have kept them").await;
    noor.sees("10 of 10 are left.").await;
}

on_both_engines! {
    async fn a_passkey_signs_in_alone_and_after_the_password_by_keyboard(database: TestDatabase) {
        let office = Office::open(database).await;
        let noor = office.desk("noor").browser().await;
        let device = noor.keeps_passkeys();
        noor.opens("/sign-in").await;
        noor.signs_in().await;
        noor.sees("Waiting for you").await;
        adds_a_passkey(&noor).await;

        // The browser offers it under the login, and its person takes it: nothing is typed at all.
        signs_out(&noor).await;
        noor.sees("Waiting for you").await;

        // By the button.
        device.sees_its_person(false);
        signs_out(&noor).await;
        noor.tabs_to("Sign in with a passkey").await;
        noor.enters().await;
        noor.sees("Your device did not answer.").await;
        device.sees_its_person(true);
        noor.enters().await;
        noor.sees("Waiting for you").await;

        // As the second of two.
        device.sees_its_person(false);
        signs_out(&noor).await;
        noor.tabs_to("User name").await;
        noor.types("noor").await;
        noor.tabs_to("Password").await;
        noor.types(PASSWORD).await;
        noor.enters().await;
        noor.sees("One more step").await;
        device.sees_its_person(true);
        noor.tabs_to("Use your passkey").await;
        noor.enters().await;
        noor.sees("Waiting for you").await;

        // Without it the password is enough again.
        noor.opens("/me/second-factor").await;
        noor.presses("Remove Chrome on Linux").await;
        noor.sees("The passkey is removed.").await;
        noor.does_not_see("Recovery codes").await;
        drop(noor);
        office.closes();
    }

    async fn whoever_must_sets_up_an_app_before_anything_else(database: TestDatabase) {
        let office = Office::open(database).await;
        let (ada, ivo) = (office.desk("ada").browser().await, office.desk("ivo").browser().await);
        ada.opens("/second-factor").await;
        ada.signs_in().await;
        ada.chooses("holders", "it").await;
        ada.presses("Save").await;
        ada.sees("Saved.").await;

        ivo.opens("/review").await;
        ivo.signs_in().await;
        ivo.sees("Here your seat needs more than a password.").await;
        let secret = ivo.text_of("[aria-label=Secret]").await.replace(' ', "");
        ivo.opens("/review").await;
        ivo.sees("Sign in").await;
        ivo.signs_in().await;
        let another = ivo.text_of("[aria-label=Secret]").await.replace(' ', "");
        assert_ne!(secret, another, "nothing was stored of the first one");
        ivo.fills("code", &code_of(&another)).await;
        ivo.presses("Use this app").await;
        ivo.sees("Keep these codes").await;
        let codes = ivo.text_of("[aria-label='Recovery codes']").await;
        ivo.presses("I have kept them").await;
        ivo.sees("Ivo Petrov").await;

        signs_out(&ivo).await;
        ivo.signs_in().await;
        ivo.sees("One more step").await;
        ivo.fills("code", codes.lines().next().expect("a code")).await;
        ivo.presses("Sign in").await;
        ivo.sees("9 recovery codes are left.").await;
        drop((ada, ivo));
        office.closes();
    }
}
