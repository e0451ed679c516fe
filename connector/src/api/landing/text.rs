//! What the landing page says.

/// The texts of one language.
pub(super) struct Text {
    pub(super) intro: &'static str,
    pub(super) open: &'static str,
    pub(super) get_the_app: &'static str,
    pub(super) play_store: &'static str,
    pub(super) app_store: &'static str,
    pub(super) not_a_link: &'static str,
}

pub(super) const GERMAN: Text = Text {
    intro: "Dieser Link öffnet den Chat zu einem Dienst. Du brauchst dafür die App.",
    open: "In der App öffnen",
    get_the_app: "Du hast die App noch nicht? Hol sie dir und öffne den Link danach noch einmal:",
    play_store: "Dienstchat bei Google Play",
    app_store: "Dienstchat im App Store",
    not_a_link: "Dieser Link führt zu keinem Dienst. Bitte prüfe, ob er vollständig ist.",
};

pub(super) const ENGLISH: Text = Text {
    intro: "This link opens the chat of a duty. You need the app for it.",
    open: "Open in the app",
    get_the_app: "No app yet? Get it, then open the link once more:",
    play_store: "Dienstchat on Google Play",
    app_store: "Dienstchat in the App Store",
    not_a_link: "This link leads to no duty. Please check that it is complete.",
};
