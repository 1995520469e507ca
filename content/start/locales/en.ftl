# Interface texts, English. Each section belongs to the pages it is named for.

## Everywhere
brand = Materia
brand-description = Scientific knowledge for healthcare professionals: find the evidence, ask what is missing.
skip-to-content = Skip to the content
demo-banner = Demonstration: the library, people and figures here are for trying the portal, not for clinical use.
demo-label = Demonstration
nav-main = Main
nav-menu = Menu
nav-search = Search
nav-ask = Ask
nav-requests = My requests
nav-desk = Desk
nav-editor = Editor
nav-review = Review
nav-safety = Safety
nav-insights = Insights
nav-admin = Administration
nav-audit = Audit trail
sign-in = Sign in
sign-out = Sign out
register = Register
footer-label = About this portal
footer-safety = Report an adverse event or product complaint
footer-about = About
footer-privacy = Privacy
footer-note = For healthcare professionals. Information here supports clinical judgement and does not replace it.
consent-title = May we count what is useful?
consent-text = With your consent we count searches, reading and ratings under a random number, to see what is missing from the library. Without it nothing is stored.
consent-more = What exactly
consent-yes = Yes, count
consent-no = No

## Forms
form-problems = { $count ->
    [one] One thing needs your attention
   *[other] { $count } things need your attention
 }
form-optional = (optional)
form-choose = Choose…
field-email = Email
field-password = Password
field-country = Country

## Errors
error-to-home = To the first page
error-to-search = Search the library
error-not-found = There is nothing at this address
error-not-found-advice = It may have moved, or it is not open to you. Search for it, or sign in if you have not.
error-gone = This article was withdrawn
error-gone-advice = It is no longer part of the library. Search for what replaces it, or ask us.
error-sign-in = Sign in first
error-sign-in-advice = This part is for signed-in people.
error-invalid = Something is missing
error-invalid-advice = Go back, look at the marked fields and send the form again.
error-conflict = Somebody was faster
error-conflict-advice = This was changed while you were looking at it. Go back, reload the page and try again.
error-origin = This did not come from our own page
error-origin-advice = Open the form here and send it again. Nothing was changed.
error-too-large = That is too much at once
error-too-large-advice = Shorten the text or choose a smaller file.
error-throttled = Too many tries
error-throttled-advice = Wait a quarter of an hour, then try again.
error-not-ready = This part is being made ready
error-not-ready-advice = The rest of the portal works. Try again in a minute.
error-internal = Something went wrong on our side
error-internal-advice = It was noted. Try again; if it stays, write to the people who run this portal.

## The way in
declare-title = For healthcare professionals
declare-lede = This library is written for healthcare professionals. Choose your country to go on: it decides which labelling applies.
declare-send = I am a healthcare professional
declare-verified-lede = This library is open to healthcare professionals who have signed in.
sign-in-title = Sign in
sign-in-wrong = Email and password do not fit together
sign-in-new = New here?

## Home
home-title = Evidence for practice
home-lede = Search the library, and ask what you do not find.

## Search
search-label = Search the library
search-send = Search
search-header-label = Search from every page
search-placeholder = Search the library
search-suggestions = Suggestions
suggestion-title = Title
suggestion-product = Product
suggestion-area = Therapeutic area
suggestion-topic = Topic
suggestion-heading = Heading
