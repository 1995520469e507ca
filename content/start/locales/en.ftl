# Interface texts, English. Each section belongs to the pages it is named for.

## Everywhere
brand = Materia
brand-description = Scientific knowledge for healthcare professionals: find the evidence, ask what is missing.
# The language's own name, by which it is chosen.
language-name = English
date-day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
 } { $year }
date-short = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
 }
date-time = { $day }, { $time } { $zone }
skip-to-content = Skip to the content
demo-banner = Demonstration: the library, people and figures here are for trying the portal, not for clinical use.
demo-label = Demonstration
nav-main = Main
nav-menu = Menu
nav-search = Search
nav-ask = Ask
nav-requests = My requests
nav-saved = Saved
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
field-name = Name
field-profession = Profession
field-specialty = Specialty
field-institution = Institution
field-npi = NPI
field-area = Therapeutic area
save = Save
cancel = Cancel
filter = Show
crumbs = You are here
pager = Pages
pager-previous = Previous
pager-next = Next

## Errors
error-to-home = Back to the home page
error-to-search = Search the library
error-not-found = There is nothing at this address
error-not-found-advice = It may have moved, or it is not open to you. Search for it, or sign in if you have not.
error-gone = This article was withdrawn
error-gone-advice = It is no longer part of the library. Search for what replaces it, or ask us.
error-expired = This article has expired
error-expired-on = It expired on { $day }.
error-expired-advice = It is no longer kept up to date, so it is not shown. Search for newer content, or ask us.
error-request-id = Reference for support: { $id }
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
error-too-slow = Sending took too long
error-too-slow-advice = Nothing was stored. Go back: what you typed is still there. Then send it again over a better connection.
error-full = The portal is busy at the moment.
error-full-advice = Try again in a few seconds. Safety reports are still taken at /report-safety.
error-address-too-long = This address is too long
error-address-too-long-advice = An address can have 8,192 characters at most. Search with fewer words or fewer filters.
error-throttled = Too many tries
error-throttled-advice = Wait a quarter of an hour, then try again.
error-unavailable = The portal cannot store or look up anything right now
error-unavailable-advice = Nothing was changed. Signed-in people stay signed in. Try again in a few seconds.
error-busy = The portal is very busy right now
error-busy-advice = Wait a few seconds, then try again.
error-send-again = Send again
error-typed = What you typed
error-not-ready = This part is being made ready
error-not-ready-advice = The rest of the portal works. Try again in a minute.
error-internal = Something went wrong on our side
error-internal-advice = It was noted. Try again; if it stays, write to the people who run this portal.

## What programs are told
error-parameters = The parameters have problems
error-parameters-advice = See which in the errors, and the description of the API for what each address takes.
error-method = That cannot be done at this address
error-method-advice = Go back and open the page itself. Programs: the header Allow says what can be done here.
error-not-acceptable = This is not available in any format that you accept
error-not-acceptable-advice = Accept the form that the description of the API names, or any.
error-media-type = This address takes another type of content
error-media-type-advice = Send the form that the address takes.
parameter-unknown = There is a parameter that this address does not take. The description of the API lists those that it takes.
parameter-once = This parameter is given more than once. Give it once.
parameter-value = This is no value of this parameter. The description of the API lists its values.
parameter-many = Give at most 50 values.
parameter-limit = Give a whole number from 1 to 100.
parameter-year = Give a year from 1 to 9999.
parameter-cursor = This is not the form of a cursor. Send the one that the answer before gave.
parameter-cursor-other = This cursor belongs to another search. Repeat that search, or begin without a cursor.
api-about = The library of a scientific knowledge portal. A program reads what the owner of its token may read: send the token as Authorization: Bearer. Unknown parameters and values are refused, not passed over. An answer has an ETag; sent back in If-None-Match, it spares what has not changed.
oai-bad-argument = An argument is missing, unknown, given twice, or of another form than the protocol has for it.
oai-bad-token = This portal gave no such token out for this verb.
oai-bad-verb = The verb is missing, given twice, or none of the protocol's.
oai-no-format = There is no such form of metadata here: ask for oai_dc.
oai-no-item = There is no item of this identifier.
oai-no-match = Nothing matches what was asked.

## The way in
declare-title = For healthcare professionals
declare-lede = This library is written for healthcare professionals. Choose your country to go on: it decides which labelling applies.
declare-send = I am a healthcare professional
declare-verified-lede = This library is open to healthcare professionals who have signed in.
sign-in-title = Sign in
sign-in-wrong = Email and password do not fit together
sign-in-new = New here?

## Library items
demo-content = Demonstration content
kind-evidence-summary = Evidence summary
kind-standard-response = Standard response
kind-faq = Frequent question
kind-guideline-digest = Guideline digest
kind-real-world-evidence = Real-world evidence
kind-safety-update = Safety update
kind-education-module = Education module
kind-patient-resource = Patient resource
kind-record = Publication
level-1 = Evidence level 1
level-2 = Evidence level 2
level-3 = Evidence level 3
level-4 = Evidence level 4
level-5 = Evidence level 5
level-1-means = Systematic review of trials
level-2-means = Randomised trial
level-3-means = Controlled study without randomisation
level-4-means = Case series or case-control study
level-5-means = Reasoning from mechanisms
study-systematic-review = Systematic review
study-randomised-trial = Randomised trial
study-clinical-trial = Clinical trial
study-observational = Observational study
study-case-report = Case report
study-guideline = Guideline
study-review = Review
study-other = Other
notice-retracted = Retracted
notice-erratum = Erratum published
notice-concern = Expression of concern
notice-retraction-notice = Retraction notice
notice-erratum-notice = Correction notice
hit-and-others = et al
identifier-doi = doi:
identifier-pmid = PMID
similar-title = Similar items
similar-by-text = Similar text
similar-shared = { $count ->
    [one] Cites one of the same works
   *[other] Cites { $count } of the same works
 }
similar-together = { $count ->
    [one] Cited together by one other
   *[other] Cited together by { $count } others
 }
neighbours-more = { $count ->
    [one] One more
   *[other] { $count } more
 }
neighbours-all = See all { $count }
neighbours-first = At least { $count }: see the first of them
cited-by-title = Cited by: { $title }
cited-by-count = { $count ->
    [one] One item of the library cites it
   *[other] { $count } items of the library cite it
 }
cited-by-count-least = At least { $count } items of the library cite it; these are the first of them
cited-by-none-title = Nothing in the library cites it yet
cited-by-none = What comes in later and cites this publication will stand here.
cited-by-back = Back to the publication

## Browsing, and the clinical question
nav-browse = Browse
browse-title = Browse the library
browse-lede = { $count ->
    [0] Nothing is open to you yet.
    [one] One item, by what it is about, what it is and how strong its evidence is.
   *[other] { $count } items, by what they are about, what they are and how strong their evidence is.
 }
browse-area = Therapeutic areas
browse-product = Products
browse-topic = Topics
browse-kind = Kinds of content
browse-level = Levels of evidence
browse-all-values = All { $count }
browse-others = Beside this
browse-neighbours = Where to go on
browse-also = Also known as { $names }.
browse-area-of = Therapeutic area:
browse-extent = { $count ->
    [one] One item, of { $day }.
   *[other] { $count } items, the newest of { $day }.
 }
browse-count = { $count ->
    [0] No item is open to you at present.
    [one] One item.
   *[other] { $count } items.
 }
browse-search = Search in { $name }
browse-none-title = Nothing to read here yet
browse-none = What is published on this appears here at once. Meanwhile, search the whole library or ask.
browse-feed = Feed (Atom)
browse-feed-text = tells a feed reader what is new here.
feed-title = New in the library
feed-retracted = Retracted: { $title }
kind-evidence-summary-means = What the best studies found on one question, with its limits
kind-standard-response-means = Approved answers to questions that are asked often
kind-faq-means = Short answers to several questions on one subject
kind-guideline-digest-means = What a guideline says, beside the evidence it rests on
kind-real-world-evidence-means = What registries and routine care add to trials
kind-safety-update-means = What is known of harms, and what is new
kind-education-module-means = Lessons for reading and weighing evidence
kind-patient-resource-means = Texts to hand to patients, in plain words
kind-record-means = Publications and trials as their authors describe them
certainty-high = High certainty
certainty-moderate = Moderate certainty
certainty-low = Low certainty
certainty-very-low = Very low certainty
certainty-high-means = The true effect very probably lies close to the estimate.
certainty-moderate-means = The true effect is probably close to the estimate, and may be clearly different.
certainty-low-means = The true effect may be very different from the estimate.
certainty-very-low-means = The true effect is probably very different from the estimate.
pico-population = Population
pico-intervention = Intervention
pico-comparator = Comparator
pico-outcome = Outcome
pico-population-letter = P
pico-intervention-letter = I
pico-comparator-letter = C
pico-outcome-letter = O
pico-certainty = Certainty (GRADE)
search-facet-certainty = Certainty
search-question = Clinical question (PICO)
search-question-hint = Finds articles in whose question all these words stand.
search-question-send = Show these
search-question-chip = { $part }: { $words }
search-year-first = First year
search-year-last = Last year
search-years-send = Show these years
search-years-drawing = Results by year
search-years-bar = { $years }: { $count ->
    [one] one result
   *[other] { $count } results
 }
search-years-hint = Drag the handles. On a keyboard, move them with the arrow keys and press Enter.
article-topics = Topics
editor-part-question = Clinical question and certainty
editor-question-hint = Where the article answers one question. Each part is a short line; readers see it, and search finds it.
editor-population-hint = In whom, such as adults with atrial fibrillation.
editor-intervention-hint = What was given or done.
editor-comparator-hint = Against what.
editor-outcome-hint = What was looked for.
editor-certainty-hint = Your department’s judgement of the answer as a whole. Say in the text what it rests on.
editor-pico-too-long = Shorten this part of the question to 300 characters

## Home
home-title = What do you need to know?
home-lede = Approved summaries and the published evidence behind them. What you do not find, a medical specialist answers.
home-closed-lede = Approved summaries and the published evidence behind them.
home-areas = Therapeutic areas
home-kinds = Kinds of content
home-new = New in the library
home-items = { $count ->
    [one] One item
   *[other] { $count } items
 }
home-all = Browse the whole library
home-ask-title = Ask a specialist
home-ask-text = Not in the library? Your question goes straight to a named person, with a promised date.
home-ask = Ask a question

## Search
search-title = Search the library
search-title-of = { $query }, search
search-label = Search the library
search-send = Search
search-header-label = Search from every page
search-placeholder = A medicine, a condition, a trial
search-suggestions = Suggestions
suggestion-title = Title
suggestion-product = Product
suggestion-area = Therapeutic area
suggestion-topic = Topic
suggestion-heading = Heading
suggestion-searched = Often searched

## How a search was understood
search-read-as = Read as
search-expanded = Also searched: { $words }
search-expanded-more = Also searched: { $words } and more
search-expanded-none = Searched as typed
search-expand-off = Search only as typed
search-expand-on = Search other words too
search-sense-usual = “{ $typed }” usually means { $name }.
search-sense-context = “{ $typed }” is read as { $name } because of your other words.
search-sense-library = “{ $typed }” is read as { $name }, of which this library holds most.
search-sense-others = It may also mean
search-expand-narrower = With its parts: { $words }.
why-summary = Why this?
why-title = In the title: { $words }.
why-text = In the text: { $words }.
why-instead = { $other } stands for { $word }.
why-elsewhere = Neither in the title nor early in the text: { $words }.
why-order = Ordered by how rare the words of a search are, how often they stand in an item and how long its text is.
why-raised = Counts in its favour: { $reasons }.
why-article = approved by this department
why-level = evidence level { $level }
why-recent = the year
why-retracted = Retracted: placed far lower.

## Reading list, saved searches, history, digests
saved-title = Reading list
saved-tabs = What you keep
saved-add = Save
saved-saved = Saved – take off
saved-remove = Remove
saved-removed = It is off your reading list.
saved-noted = Your note is saved.
saved-not-added = This is not in the library any more, so it was not saved.
saved-full = Your reading list is full. Remove what you no longer need, then save this again.
saved-none = Nothing is saved yet. Save articles and publications where you read them, or from the results of a search.
saved-since = Saved on
saved-gone = No longer available
saved-gone-text = What you saved here was withdrawn or has expired, or is not open to you any more.
saved-export = { $count ->
    [one] Export as RIS
   *[other] Export these { $count } as RIS
 }
saved-note = Your note
saved-note-hint = Only you see it. Write nothing by which a patient could be recognised.
saved-note-add = Add a note
saved-note-change = Change the note
saved-searches-title = Saved searches
saved-searches-none = No search is saved yet. Search for something, then choose “Save this search” above the results.
saved-searches-full = You have as many saved searches as there can be. Delete one, then save this again.
saved-search-save = Save this search
saved-search-send = Save search
saved-search-as = Saved as
saved-search-name = Name
saved-search-name-hint = Only you see it; it does not stand in mails.
saved-search-nameless = Give the search a name
saved-search-lines = { $first }, and { $count ->
    [one] one more line
   *[other] { $count } more lines
}
saved-search-wordless = Everything
saved-search-frequency = Mails about what is new
saved-search-frequency-missing = Choose how often mails come
saved-search-change = Change
saved-search-delete = Delete search
saved-search-added = The search is saved.
saved-search-changed = The search is changed.
saved-search-deleted = The search is deleted.
saved-search-told = Last mail on
saved-search-news = { $count ->
    [0] Nothing new since { $day }
    [one] One new since { $day }
   *[other] { $count } new since { $day }
 }
saved-filtered = with filters
frequency-off = No mails
frequency-off-hint = You see here what is new since you looked last.
frequency-weekly = Weekly
frequency-weekly-hint = On Mondays, if there is anything new.
frequency-monthly = Monthly
frequency-monthly-hint = On the first Monday of the month, if there is anything new.
frequency-practice-changing = Practice-changing only
frequency-practice-changing-hint = On Mondays, only if there is a new guideline digest, safety update or article of evidence level 1 or 2, or something on your reading list was retracted.
saved-means = What counts as new, and what the mails hold
saved-means-new = New
saved-means-new-text = A publication that was added to the library, and an article that was published, for the first time or in a new version. A publication whose entry is merely corrected is not new.
saved-means-practice = Practice-changing
saved-means-practice-text = A guideline digest, a safety update, an article whose evidence is of level 1 or 2 (systematic reviews and randomised trials, by the Oxford table of 2011), and the retraction of a publication on your reading list. Weekly and monthly mails begin with these.
saved-means-mail = Mails
saved-means-mail-text = One mail for all your searches, at most once a week, with titles and links. It never says what you searched for. It holds what the label of your country covers, whatever your role here. Each mail has a link that ends them at once.
saved-history-title = Search history
saved-history-text = Your searches, newest first; only you see them. The last 200 of the past year are kept, until you remove them or stop the counting in your account.
saved-history-off = Your searches are not kept.
saved-history-none = No search is kept yet.
saved-history-clear = Clear the whole history
consent-history = As you are signed in, your searches are also kept as a list of your own, which nobody else reads.
unsubscribe-title = Stop the mails about saved searches?
unsubscribe-text = No mail about what is new will come any more. Your saved searches and your reading list stay.
unsubscribe-send = Stop the mails
unsubscribe-instead = Choose how often they come
unsubscribe-done = The mails are stopped
unsubscribe-done-text = No mail about saved searches comes any more. To get them again, sign in, open your saved searches and choose for each how often.
unsubscribe-again = To the saved searches
mail-digest-subject = New in the library
mail-digest-intro = This is new in the library for searches that you saved.
mail-digest-practice = Practice-changing
mail-digest-retracted = Retracted, and on your reading list
mail-digest-others = Also new
mail-digest-more = There is more than fits into a mail: { $link }
mail-digest-close =
    Your searches, and how often these mails come: { $searches }

    Stop these mails: { $unsubscribe }
## What was not understood of a search
query-problem-open-parenthesis = This parenthesis is never closed. It was read as closed at the end; add “)” where it should end.
query-problem-close-parenthesis = This parenthesis was never opened, so it was passed over. Remove it, or add “(” where it should begin.
query-problem-lone-quote = This quotation mark has no partner, so it was passed over. Add the second one at the end of the phrase.
query-problem-empty-phrase = There are no words between these quotation marks. Write the phrase between them, or remove them.
query-problem-empty-group = There is nothing in these parentheses. Write something in them, or remove them.
query-problem-dangling-operator = “{ $text }” needs a word on either side, so it was passed over. Add the missing word, or remove it.
query-problem-lower-case-operator = Write AND, OR and NOT in capitals where they combine words. Check above how “{ $text }” was read.
query-problem-unknown-field = “{ $text }” is no field of this search, so its words were looked for everywhere. Use a field such as [ti], [tiab], [au], [mh], [ta] or [dp].
query-problem-missing-field = The library does not hold the field “{ $text }”, so its words were looked for everywhere. Remove the field, or use another.
query-problem-other-date = The library knows only the date of publication, so “{ $text }” was read as that. Use [dp].
query-problem-missing-filter = The library has no filter “{ $text }”, so it was left out. Use the filters beside the results.
query-problem-field-without-words = “{ $text }” has no word before it, so it was passed over. Write the field behind its words, such as aspirin[ti].
query-problem-open-field = This field is not closed. It was read as if it were; add “]”.
query-problem-bad-date = “{ $text }” is not a date that can be searched for; only what could be read of it counts. Write 2024, 2024/05, 2024/05/31 or 2019:2024.
query-problem-reversed-dates = These dates end before they begin, so they were read the other way round. Write the earlier date first.
query-problem-short-truncation = Type at least three letters before the sign that stands for any ending. Without them, only the word itself was looked for.
query-problem-wildcard = Type at least three letters beside a sign that stands for others. This one was passed over.
query-problem-proximity = Words near each other: “{ $text }” needs at least two words, and no headings, names or dates. All of it was looked for, near or not.
query-problem-earlier-search = Earlier searches have no numbers here, so “{ $text }” was left out. Write the words of that search instead.
query-problem-unknown-line = There is no line “{ $text }” here, so it was left out. Check the number, or add the line.
query-problem-later-line = Line “{ $text }” comes further down. It was used all the same; check the order of the lines.
query-problem-circular-line = Line “{ $text }” leads back to this one, so it was left out here. Check the number.
query-problem-too-many-lines = This strategy has more lines than can be read. What follows from here was left out; combine lines.
query-problem-too-many-words = “{ $text }” stands for more words than can be looked for at once, so some items may be missing. Type more letters.
query-problem-too-deep = This is nested deeper than can be read; what lies deeper was read as if it were not nested, or left out. Use fewer parentheses.
query-problem-too-many-terms = This search has more words than can be looked for at once. What follows from here was left out; use fewer words.
query-problem-too-many-identifiers = A list can hold 1,000 identifiers. What follows from here was left out; search for it separately.
query-problem-too-long = This text is longer than can be read. What follows from here was left out; shorten it.
query-problem-nothing-to-search = There is no word here that can be looked for. Type a medicine, a condition or a question.

## The library
library-article-citation = { $authors }. { $title }. Version { $number }, { $day }.
article-table = Table
import-expired = It has expired, so readers would never see it. Give it a later date, or remove the date.
import-draft-open = It has no approval, so it would become a draft, and somebody is working on a draft of this article already. Publish or discard that one first.

## Registration
register-title = Register as a healthcare professional
register-lede = With an account you can ask, follow your questions and stay signed in for 30 days.
register-known = Have an account?
register-terms = By registering you confirm that you are a healthcare professional, that what you say of yourself is true, and that you use what you find here to support your own clinical judgement.
register-terms-more = What we store, and for how long
register-send = Register
register-again = Register again
register-sent-title = Look into your mail
register-sent-lede = A mail with a link is on its way to you. Open the link to go on where you were.
register-sent-kept = What you had typed is kept for a day. The link lasts as long.
register-sent-missing = No mail after some minutes? Look among the unwanted mail, or check the address.
register-demo-mail = This is a demonstration: mails are written to a folder instead of being sent. This is the link from yours.
register-demo-open = Open the link
register-finish-title = One more step
register-finish-lede = { $name }, your email address is confirmed. Go on where you were.
register-finish-password = The one you chose when you registered. We ask because you opened the link in another browser.
register-finish-send = Go on
register-password-wrong = This is not the password with which you registered
register-over-lede = A link works once and for a day. If you used it already, sign in; else register again.
link-over-title = This link is over
email-wrong = Enter an email address, such as name@hospital.example
password-hint = At least 12 characters that are hard to guess; better 15 or more. Several words that mean something to you alone are easier to remember than signs.
password-too-short = Choose a password of at least 12 characters
password-too-long = Choose a password of at most 1,000 characters
password-guessable = Choose a password that is harder to guess: this one is made of common words, your own name, rows of keys, repetitions or numbers
password-is-email = Choose a password that is not your email address
profile-name-missing = Enter the name
profile-too-long = Shorten this
profile-country-missing = Choose the country: it decides which labelling applies
profile-profession-missing = Choose the profession
profile-specialty-unknown = Choose a specialty of the list
profile-npi-wrong = Check the number: an NPI has ten digits, and the last does not fit the others
profile-npi-more = In the United States: NPI
profile-npi-hint = National Provider Identifier, ten digits. It makes verification quicker.

## Passwords
reset-title = Choose a new password
reset-lede = Enter your email address. If it belongs to an account, we send a link with which to choose a new password.
reset-send = Send the link
reset-again = Ask for a link
reset-sent-title = Look into your mail
reset-sent-lede = If the address belongs to an account, a mail with a link is on its way. The link works for an hour.
reset-over-lede = A link works once: an hour when you forgot your password, a week when you were invited.
password-new-title = Choose a password
password-new-lede = { $name }, choose a password. You are then signed in here, and signed out everywhere else. API tokens of your account end too.
password-new-send = Save and sign in
sign-in-demo = People of the demonstration
sign-in-demo-text = Choose one to look through their eyes. All have the password
sign-in-forgotten = Forgotten your password?
sign-in-kept = Sign in to send what you typed. It is kept for an hour.
sign-in-not-kept = What you sent could not be kept. Copy it before you sign in: your browser’s Back button leads to it.

## Mails about accounts
mail-register-subject = Finish your registration
mail-register-body =
    You have registered at our scientific knowledge portal. Open this link to finish and go on where you were:

    { $link }

    The link works once and for a day. If it was not you, ignore this mail: nothing happens without the link.
mail-registered-subject = You have an account already
mail-registered-body =
    Somebody, probably you, has registered at our scientific knowledge portal with this address. It belongs to an account already, so sign in:

    { $sign-in }

    If you forgot the password, choose a new one:

    { $reset }
mail-reset-subject = Choose a new password
mail-reset-body =
    Open this link to choose a new password:

    { $link }

    The link works once and for an hour. If you did not ask for it, ignore this mail: your password stays as it is.
mail-invite-subject = You are invited to our scientific knowledge portal
mail-invite-body =
    An account was made for you. Open this link to choose your password:

    { $link }

    The link works once and for a week.
mail-password-subject = Your password was changed
mail-password-body =
    The password of your account was changed just now. Every session but that one was ended, and your API tokens were revoked. If it was not you, choose a new password at once:

    { $link }

## People
role-hcp = Healthcare professional
role-hcp-hint = Reads the library and asks.
role-medical-information-specialist = Medical information specialist
role-medical-information-specialist-hint = Answers requests.
role-msl = Medical science liaison
role-msl-hint = Answers requests, and takes what is escalated or wants a visit.
role-editor = Content editor
role-editor-hint = Writes articles and sends them to review.
role-reviewer = Reviewer
role-reviewer-hint = Approves exactly one version, never an own one, or sends it back.
role-safety-officer = Safety officer
role-safety-officer-hint = Receives adverse events and product complaints.
role-analyst = Analyst
role-analyst-hint = Reads insight without personal data.
role-auditor = Auditor
role-auditor-hint = Reads the audit trail.
role-administrator = Administrator
role-administrator-hint = People, routing, vocabulary.
standing-unverified = To be verified
standing-verified = Verified
standing-active = Active
standing-disabled = Disabled

## Own account
account-title = Your account
preferences-title = Preferences
preferences-lede = Dates and times on pages, in emails to you and in files you download are shown in your time zone.
preferences-of-account = Your choice is saved with your account.
preferences-of-browser = Your choice is saved in this browser. If you have an account, sign in first to save it there.
preferences-language = Language
preferences-zone = Time zone
preferences-zone-hint = Choose the place nearest to you. Daylight saving time is taken into account.
preferences-utc = UTC
preferences-now = It is now { $time }.
preferences-done = Your preferences are saved.
preferences-language-unknown = Choose one of the languages in the list.
preferences-zone-unknown = Choose one of the time zones in the list.
zone-area-africa = Africa
zone-area-america = Americas
zone-area-antarctica = Antarctica
zone-area-arctic = Arctic
zone-area-asia = Asia
zone-area-atlantic = Atlantic Ocean
zone-area-australia = Australia
zone-area-europe = Europe
zone-area-indian = Indian Ocean
zone-area-pacific = Pacific Ocean
account-profile = Profile
account-preferences-change = Change preferences
account-profile-done = Your profile is saved.
account-unverified = Your account is not verified yet. You can read and ask; an administrator, or whoever answers your first question, verifies you.
account-verified-anew = After a change of name, profession, country or NPI we verify you again.
account-consent = Counting what is useful
account-consent-given = You agreed on { $day }.
account-consent-off = It is off: nothing is stored.
account-consent-withdraw = Stop, and delete what was counted
account-password = Password
account-password-text = After a change you stay signed in here and are signed out everywhere else. Your API tokens end too.
account-password-present = Present password
account-password-new = New password
account-password-send = Change password
account-password-done = Your password is changed.
account-present-wrong = This is not your present password
account-tokens = API tokens
account-tokens-text = A token lets a program act as you. Give it to nobody, and revoke what you no longer use.
account-token-name = Name of the token
account-token-hint = What it is for, such as “literature script”.
account-token-send = Make a token
account-token-nameless = Say what the token is for
account-token-made = Your new token. Copy it now: it is not shown again.
account-token-revoke = Revoke “{ $name }”
account-token-revoked = The token is revoked.
account-token-since = since { $day }
account-everywhere = Sessions
account-everywhere-text = Signed in on a machine that is not yours? This ends every session, this one too, and revokes your API tokens.
account-everywhere-send = Sign out everywhere

## Administration
admin-title = Administration
admin-people = People
admin-people-count = { $count ->
    [one] One person
   *[other] { $count } people
 }
admin-to-verify = To be verified
admin-to-verify-count = { $count ->
    [0] Nobody waits
    [one] One healthcare professional waits
   *[other] { $count } healthcare professionals wait
 }
admin-routing = Routing
admin-routing-count = { $count ->
    [0] No rule yet
    [one] One rule
   *[other] { $count } rules
 }
admin-vocabulary = Vocabulary
admin-vocabulary-text = Products, therapeutic areas, topics and what people are.
admin-audit = Audit trail
admin-audit-text = Who changed what and when; and whether the chain is whole.
admin-system = The portal itself
admin-version = Version
admin-library-change = Last change of the library
admin-index = Search index
admin-index-state = change { $reached }, { $items ->
    [one] one item
   *[other] { $items } items
}
admin-index-closed = being opened
admin-mails = Undelivered mails
admin-mails-count = { $count ->
    [0] Every mail was delivered or still waits
    [one] One mail could not be delivered
   *[other] { $count } mails could not be delivered
 }
mails-lede = Mails that the mail server refused for good, or that could not be delivered for four days. Correct the address of the person first, if it is wrong: a mail sent again goes to the address shown here.
mails-none = No undelivered mails.
mails-more = These are the latest of { $count }.
mails-subject = Mail
mails-recipient = Recipient
mails-reason = Reason
mails-failed = Last try
mails-decide = What to do
mails-tries = { $count ->
    [one] one try
   *[other] { $count } tries
 }
mails-again = Send again
mails-again-of = Send again: { $subject }
mails-give-up = Give up
mails-give-up-of = Give up: { $subject }
mails-again-done = It will be sent again in a moment.
mails-given-up-done = It is deleted.
mails-reason-address = The recipient or the sender is not an email address
mails-reason-form = The mail could not be put together
mails-reason-refused = The mail server refused it for good
mails-reason-deferred = The mail server refused it again and again
mails-reason-unreachable = The mail server could not be reached
mails-reason-file = The file could not be written
admin-mails-waiting = Mails waiting
people-search = Name or email
people-role = Role
people-any-role = Any role
people-roles = Roles
people-standing = Standing
people-any-standing = Any standing
people-none = Nobody fits this.
people-all = Show everybody
people-invite = Invite somebody
people-invite-lede = The person gets a mail with a link to choose a password. Whom you invite counts as verified.
people-invite-send = Invite
person-since = Here since { $day }
person-trail = What was changed
person-email-taken = There is an account with this address already
person-roles-missing = Choose at least one role
person-last-administrator = Nobody else administers this portal. Give somebody else the role first.
person-invited = Invited; no password chosen yet.
person-invite-again = Send the link again
person-invite-done = The mail with the link is on its way.
person-verification = Verification
person-verified = Verified on { $day }.
person-unverified = Nobody has verified yet that this is a healthcare professional.
person-verify = Verify
person-unverify = Undo the verification
person-reason = How you know
person-verify-hint = Such as the register you looked into. It stands in the audit trail.
person-verify-done = The person is verified.
person-unverify-done = The verification is undone.
person-roles-send = Save roles
person-roles-done = The roles are saved.
person-profile-done = The profile is saved.
person-access = Access
person-enabled = Disabling ends every session and API token at once. What the person wrote stays. Requests that they have not answered are handed over at once by the routing rules, and both sides are told.
person-disabled = This account is disabled: nobody can sign in with it.
person-disable = Disable the account
person-enable = Enable the account
person-disable-done = The account is disabled.
person-enable-done = The account is enabled.
changed-meanwhile = This was saved in the meantime, by somebody else or in another tab
changed-meanwhile-text = This is what is stored now. What you typed is still in the form below; saving it replaces what is stored.
changed-empty = nothing
routing-order-changed = The rules were changed in the meantime, by somebody else or in another tab. This is how they are now.
routing-lede = Who answers which question. The rules are tried from the top; the first whose every condition holds decides.
routing-add = Add a rule
routing-change = Change the rule
routing-remove = Remove the rule
routing-none = There is no rule yet.
routing-no-desk = Nobody answers questions yet.
routing-no-fallback = No rule holds for everything else: such a question goes to whoever has been at the desk longest. Add a rule without conditions to decide it yourself.
routing-fallback-stays = This is the only rule that holds for everything else. Add another without conditions first.
routing-rule = Rule
routing-when = When it holds
routing-everything = Always
routing-owner = Who answers
routing-owner-away = Not at the desk any more: the rule is passed over
routing-order = Order
routing-up = Move “{ $name }” up
routing-down = Move “{ $name }” down
routing-name = Name of the rule
routing-conditions = Conditions: every one that you choose has to hold. A rule without any holds always.
vocabulary-lede = The words by which content is sorted, questions are routed and searches understood. Names may change; nothing is removed, since content refers to it.
vocabulary-done = It is saved.
vocabulary-none = This list is still empty.
vocabulary-synonyms = Other words for it
vocabulary-synonyms-hint = One a line: generic names, brand names, abbreviations. Searches and questions are understood by them.
vocabulary-slug = In files and addresses:
vocabulary-add-send = Add
vocabulary-add-product = Add a product
vocabulary-add-area = Add a therapeutic area
vocabulary-add-topic = Add a topic
vocabulary-add-specialty = Add a specialty
vocabulary-add-profession = Add a profession
terms-product = Products
terms-area = Therapeutic areas
terms-topic = Topics
terms-specialty = Specialties
terms-profession = Professions
terms-country = Countries
groups-title = Words of searches
groups-lede = Searches find other words for the same, and what is part of it. Who searches for “heart attack” finds “myocardial infarction”; each result page shows what was added, and lets its reader take it out.
groups-done = It is saved. Searches use it at once.
groups-of-portal = Of this portal:
groups-of-start = Of the program:
groups-of-mesh = Of MeSH:
groups-search = A word, or a part of one
groups-search-send = Look up
groups-add = Add a group of words
groups-own = Groups of this portal
groups-found = Groups with this word
groups-own-none = This portal has no groups of its own yet. Look a word up to see what searches understand already, or add a group.
groups-found-none = No group has this word. Add one, if searches should understand it.
groups-cut = Only the first { $count } are shown. Write more of the word.
groups-words = Words
groups-source = From
groups-from-portal = This portal
groups-from-start = The program
groups-from-mesh = MeSH
groups-off = Switched off
groups-same = Other words for the same
groups-same-hint = One a line, in one spelling and in the singular. British and American spellings find each other by themselves.
groups-short = Abbreviations
groups-short-hint = One a line, with their capitals.
groups-brands = Brand names
groups-brands-hint = One a line.
groups-broader = Part of
groups-broader-hint = Names of other groups, one a line. A search for one of them finds this group too.
groups-context = Words that speak for it
groups-context-hint = One a line. Needed for an abbreviation that means something else as well: it means this group where a search has one of these words. A star stands for any ending: valv*
groups-usual = Abbreviations that usually mean this
groups-usual-hint = One a line, of those above. Without any word that speaks for one of its senses, such an abbreviation is taken to mean this.
groups-trees = Places in the MeSH tree
groups-not-edited = This group came with the program or from MeSH, and is renewed with it. It can be switched off; a group of your own with the same word comes before it.
groups-switch-off = Switch off
groups-switch-off-hint = Searches no longer understand this group. It can be switched on again.
groups-switch-on = Switch on
groups-switch-on-hint = Searches understand this group again.
group-words-missing = Enter at least one other word
group-word-empty = Each line needs a letter or a digit
group-word-twice = One word stands here twice; spellings, hyphens and the plural make no difference
group-word-taken = Another group of this portal has this word already
group-broader-unknown = There is no group of this name
group-context-missing = An abbreviation above means something else too: enter words that speak for this group
group-usual-unknown = Enter it as an abbreviation above first
term-name-missing = Enter a name
term-name-taken = There is a term of this name already
term-area-unknown = Choose an area of the list
audit-lede = Every change of an article, request, safety report, person or rule, newest first. Each row’s hash covers the row before it.
audit-intact = The chain is whole: { $rows } rows stand as they were written.
audit-broken = The chain is broken: row { $number } is the first that was changed, removed or put in.
audit-verify = Check the chain
audit-words = About
audit-words-example = MIR-2026-…, name, email, title
audit-person = Done by
audit-kind = Kind
audit-any-kind = Everything
audit-kind-article = Article
audit-kind-request = Request
audit-kind-report = Safety report
audit-kind-account = Person
audit-kind-records = Publications
audit-kind-routing = Routing rule
audit-kind-vocabulary = Vocabulary
audit-of-subject = Only rows of: { $name }
audit-of-all = Show rows of everything
audit-open = Open
audit-cut = These words match too many people and subjects. Add more words.
audit-export-most = Days are those of your time zone. The CSV file has what is chosen here, { $count } rows at most, newest first.
audit-version = { $version }: { $state } (SHA-256 { $hash }…)
audit-none = No entries match.
audit-older = Older rows
audit-by-portal = The portal
audit-by-anybody = Somebody without a sign-in
audit-old = Before:
audit-new = After:
audit-reason = Why:

## What the audit trail records
action-account-add = Account made
action-account-password = Password changed
action-account-guessing = Many accounts tried from one address
action-account-preferences = Preferences changed
action-account-profile = Profile changed
action-account-roles = Roles changed
action-account-verify = Verified
action-account-unverify = Verification undone
action-account-disable = Account disabled
action-account-enable = Account enabled
action-account-decline = Verification declined
action-account-consent = Consent answered
action-account-sign-out-everywhere = Every session ended
action-account-token-add = API token made
action-account-token-revoke = API token revoked
action-mail-send-again = Undelivered mail sent again
action-mail-give-up = Undelivered mail given up
action-routing-add = Routing rule added
action-routing-change = Routing rule changed
action-routing-move = Routing rule moved
action-routing-remove = Routing rule removed
action-article-import = Article imported
action-records-import = Records imported
action-records-merge = Records merged
action-records-distinct = Records found to be two publications
action-article-create = Article begun
action-article-save = Article changed
action-article-picture = Picture of an article changed
action-article-new-version = New version begun
action-article-expire = Article expired
action-article-supersede = Version superseded
action-report-receive = Safety report received
action-report-acknowledge = Safety report acknowledged
action-report-void = Safety report voided
action-request-receive = Request received
action-request-claim = Request taken on
action-request-hand-over = Request handed over
action-request-note = Note written
action-request-safety = Safety question answered
action-request-reply = Reply sent
action-request-follow-up = Asker wrote again
action-request-rate = Asker rated the answer
action-request-close = Request closed
action-request-reopen = Request opened again
action-request-correct = Request corrected
action-article-submit = Sent to review
action-article-send-back = Sent back
action-article-take-back = Taken back to go on writing
action-article-approve = Approved
action-article-publish = Published
action-article-withdraw = Withdrawn
action-saved-item-add = Item saved
action-saved-item-remove = Saved item removed
action-saved-item-note = Note beside a saved item written
action-saved-search-add = Search saved
action-saved-search-change = Saved search changed
action-saved-search-delete = Saved search deleted
action-saved-history-remove = Search removed from the history
action-saved-history-clear = Search history cleared
action-saved-unsubscribe = Digests ended by the link of a mail
action-vocabulary-add = Term added
action-vocabulary-change = Term changed
action-vocabulary-group-add = Group of words added
action-vocabulary-group-change = Group of words changed
action-vocabulary-group-off = Group of words switched off
action-vocabulary-group-on = Group of words switched on
action-vocabulary-import = MeSH taken in

## First steps
first-title = Welcome. Your portal is ready to be filled
first-steps = First steps
first-done = Done
first-open = To do
first-command = Command
first-people = Make the first administrator
first-people-text = Nobody has an account yet. Run this on the server, with the same --data or --database-url as the portal; it asks for a password. Then sign in here.
first-library = Bring your library
first-library-text = Import what you have, on the server; the portal may keep running. A second import of the same updates it.
first-library-formats = PubMed XML (also gzipped), MEDLINE, RIS, BibTeX, CSL-JSON, ClinicalTrials.gov, JATS, JSON Lines, and folders of Markdown articles. Articles can also be written here, by editors, and approved by reviewers.
first-safety = Invite a safety officer
first-safety-text = Reports of adverse events can come at any time. Until somebody has the role of safety officer, only administrators are mailed about them, and nobody can open them.
first-desk = Invite who answers
first-desk-text = Every question needs an owner: invite a medical information specialist or a medical science liaison.
first-routing = Say who answers what
first-routing-text = Add a rule without conditions for everything, and rules above it for products, areas, specialties or countries.
first-visitor-title = This library is being set up
first-visitor-lede = It is not open yet. Come back soon.

## About
about-title = About this portal
about-lede = A library of scientific evidence for healthcare professionals, and people who answer what is not in it.
about-demo = What you see here is a demonstration. Its people are invented, and it is not for clinical use.
about-library = What is in the library
about-library-text = Articles written and approved by the department that runs this portal, and records of publications and trials. Every article says which version it is, what its evidence rests on, and, where a day is set, when it is reviewed next. What is withdrawn disappears at once.
about-label = Within the label
about-label-text = What you find depends on your country: the library shows what lies within the approved labelling there. What lies outside is sent only as an answer to a question that you asked unprompted.
about-answers = Who answers
about-answers-text = Each question has an owner and a due time from the moment it is received. Answers are signed off, and what was sent stays as it was sent.
about-safety = Safety comes first
about-safety-text = Adverse events and product complaints can be reported from every page, without an account. Safety officers are mailed at once.
about-safety-stored-text = Adverse events and product complaints can be reported from every page, without an account. They are stored at once, exactly as they were written.
about-software = The software
about-software-text = This portal runs Materia, open-source software that its department operates itself.

## Privacy
privacy-title = What we store
privacy-lede = This portal runs on the department’s own machines. Nothing on its pages comes from elsewhere, and nobody else sees your visit.
privacy-visit = When you visit
privacy-visit-text = Reading stores nothing about you. Logs say which kind of page was asked for and how long it took, without addresses of people or machines.
privacy-cookies = Cookies
privacy-cookies-text = Only what a function needs, and only once you use it.
privacy-cookie-name = Name
privacy-cookie-for = What for
privacy-cookie-lasts = How long
privacy-cookie-session = Keeps you signed in. It is set when you sign in and deleted when you sign out, in our database too.
privacy-cookie-session-lasts = 30 days
privacy-cookie-browser = Recognises the browser in which you signed in before, so that somebody else who guesses at your password cannot keep you out. It does not sign you in.
privacy-cookie-browser-lasts = 400 days
privacy-cookie-declared = Remembers your country and, if you said so, profession.
privacy-cookie-declared-lasts = 180 days
privacy-cookie-consent = Remembers your answer about counting: “no”, or your random number.
privacy-cookie-consent-lasts = 180 days
privacy-cookie-preferences = Remembers the language and time zone you chose.
privacy-cookie-preferences-lasts = 400 days
privacy-cookie-kept = Finds what you typed again when you had to sign in first, and shows it to nobody but whoever was signed in here. What you typed is encrypted, and deleted once it is sent, when you sign out, or after an hour.
privacy-cookie-kept-lasts = 60 days after you sign in, until you sign out; else one day
privacy-cookie-registering = Recognises your browser when you open the link of your registration.
privacy-cookie-registering-lasts = One day
privacy-account = Your account
privacy-account-text = Email address, name, profession, specialty, country, institution and, if you gave it, NPI; your password as a hash that cannot be turned back; when you were verified. Until the department deletes the account.
privacy-requests = Your questions
privacy-requests-text = What you ask, the answers, and who worked on them and when. Only you and those who answer see them. If you agreed to counting, what you had searched and read before is sent along, so that nobody asks you again.
privacy-reports = Safety reports
privacy-reports-text = What you report about an event or a product, as you wrote it, with the contact you gave. The law asks for it: it is never changed, and it is passed to safety officers.
privacy-saved = What you keep
privacy-saved-text = Your reading list with your notes, your saved searches and how often mails come, and when a mail was sent: until you remove them. With your consent to counting, your last 200 searches of the past year too; withdrawing it deletes them. Only you see any of it. The audit trail says that you changed something, never what.
privacy-engagement = Counting what is useful
privacy-engagement-text = Only if you agree: searches with their number of results, hits opened, reading time and depth, ratings, and that a question was asked; with country, profession and specialty, under a random number instead of your name. Words of a search are shown only when five different people used them. When you withdraw, what was counted under your number is deleted at once; everything else after three years.
privacy-engagement-on = Counting is on for you.
privacy-engagement-off = Counting is off for you.
privacy-audit = The audit trail
privacy-audit-text = Who changed an article, a question’s state, a safety report’s state, an account or a rule, when, and from what to what. It never holds the text of a question or report. It cannot be changed, because it proves what happened. Beside it is kept which text of a version a reviewer read, and when, so that they see what changed since.
privacy-mail = Mails
privacy-mail-text = Mails carry links and no medical text; mails about saved searches also the titles of what is new. A copy waits here until it is delivered. That it was sent, to whom and about what, is kept for 90 days.
privacy-others = Others
privacy-others-text = Nothing is sold or passed on, and no other service is asked while you read.
privacy-rights = Your rights
privacy-rights-text = Your account page shows and changes what you said of yourself. For a copy, a correction or a deletion, write to the department that runs this portal.

## Words shared by requests, safety and the desk
form-conflict = This was changed while you were writing. What you typed is below: look at it once more, then send it again.
form-not-ready = This cannot be taken in yet. What you typed is below: send it again in a minute.
form-throttled = Too many tries. What you typed is below: wait a quarter of an hour, then send it again.
form-unavailable = This was not stored, because the portal cannot store anything right now. What you typed is below: send it again in a few seconds.
form-busy = The portal is very busy right now. What you typed is below: send it again in a few seconds.
form-not-taken = This was not taken in, and it was our fault. What you typed is below: send it again in a moment.
form-too-long = This is too long. Shorten it and send it again.
field-product = Product
not-given = Not given
prose-table = Table
pager-label = Pages
pager-first = First page
urgency-urgent = Urgent: a patient is waiting
urgency-routine = Routine
urgency-no-hurry = No hurry
channel-email = Email, and here in the portal
channel-telephone = By telephone
channel-visit = In a visit
request-state-received = Received
request-state-in-progress = In progress
request-state-answered = Answered
request-state-closed = Closed
close-reason-duplicate = You asked this before, and it is answered there.
close-reason-withdrawn = You no longer need the answer.
close-reason-answered-elsewhere = It was answered by telephone or on a visit.
close-reason-out-of-scope = It is not a question that our medical information department can answer.
close-reason-unreachable = We needed to know more and could not reach you.
report-adverse-event = Adverse event
report-special-situation = Special situation, such as pregnancy, overdose, misuse or lack of effect
report-product-complaint = Product complaint
safety-answer-none = Nothing to report
safety-answer-reported = Reported to the safety team

## Ask
ask-title = Ask a question
ask-lede = A named specialist answers, usually within three working days.
ask-for-hcps = Questions are asked by healthcare professionals. Sign in with an account of a healthcare professional to ask one.
ask-waiting = An earlier question of yours was kept and is not sent yet.
ask-waiting-way = Go on with it
ask-kept = Your question was kept. Look it over and send it.
ask-question = Your question
ask-question-hint = Please leave out anything that would identify a patient.
ask-question-missing = Write your question
ask-details = Product, urgency and how we answer
ask-guessed = Left open, it is taken from your question.
ask-more = Further questions
ask-more-hint = One a line.
ask-too-many-a-day = You have sent as many questions as one person can send in a day. What you typed is below: keep a copy and send it tomorrow, or put several questions into one form.
ask-too-many = Ask at most ten questions at once
ask-urgency = How soon do you need it?
ask-answer-by = Answered by { $day }
ask-channel = How do you want to hear?
ask-contact = Telephone number, or where and when a visit suits
ask-contact-hint = Needed for an answer by telephone.
ask-contact-missing = Give a telephone number, or choose email
ask-context = Send along what I searched and read today
ask-context-hint = It helps the specialist to skip what you know already.
ask-context-what = What would be sent along
ask-context-searched = Searched: { $words }
ask-context-read = { $count ->
    [one] One article or record that you opened
   *[other] { $count } articles or records that you opened
 }
ask-attestation = By sending, you confirm that this is your own question and that nobody from the company prompted it.
ask-sign-in-later = Write first: you are asked to sign in or register when you send, and your question is kept.
ask-send = Send question
ask-safety-title = Has a patient been harmed, or is a product faulty?
ask-safety-text = Tell the safety team at once. Your question is kept, and you can send it afterwards.
ask-safety-send = Report it
ask-safety-hint-title = This may be a safety report too
ask-safety-hint = Your words may tell of an adverse event, a special situation or a product complaint. Your question can be sent all the same.
ask-safety-hint-way = Report it too

## Own requests
requests-title = My requests
requests-none = You have not asked anything yet.
requests-ask = Ask a question
requests-with = With { $name }
requests-answered = Answered on
request-promised = Promised by
request-you = You
request-thread = Questions and answers
request-asked = Asked on
request-follow-up = Follow-up
request-reply = Medical information
request-cited = Sent with this answer
request-cited-version = version { $number }
request-progress = Where your request stands
request-with = With { $name }
request-in-work = Being worked on
request-handed-over = taken over from { $name } on
request-expected = Now expected by
request-sent = Your question was received. It is answered by { $day }; a mail tells you when.
request-followed-up = Your follow-up was received. It is answered by { $day }.
request-rated = Thank you. The person who answers your request will see this.
request-safety-title = Does this tell of harm, a special situation or a faulty product?
request-safety-text = If so, please report it too. The form is filled in with your words.
request-safety-way = Report it
request-safety-reported = Safety report made of this request: { $references }
request-sealed-title = Your answer is ready
request-sealed = It opens as soon as we have verified that you are a healthcare professional. There is nothing you need to do.
request-rating = Did this answer your question?
request-rating-yes = Yes, thank you
request-rating-no = Not quite
request-rated-yes = You said that it did.
request-rated-no = You said that it did not. Tell us below what is missing.
request-said-you = You said: “{ $words }”
request-said-asker = The asker said: “{ $words }”
request-closed-title = This question was closed without an answer
request-closed-next = If you still need one, write below: your question is then open again.
request-follow-up-label = Ask a follow-up
request-follow-up-missing = Write your follow-up
request-follow-up-send = Send follow-up
cited-back = Request { $reference }
cited-version = Version { $number }
cited-current = This is the version that was sent with the answer. It is the current one.
cited-superseded = This is the version that was sent with the answer. A newer version has been published since.
cited-withdrawn = This is the version that was sent with the answer. It has been withdrawn or has expired since: do not rely on it.

## Safety reports
report-title = Report a safety concern
report-lede = An adverse event, a special situation or a product complaint. Anyone can report; two things are enough.
report-event = What happened
report-event-hint = In your own words. Please leave out the patient's name.
report-event-missing = Write what happened
report-words = Where was this said?
report-words-hint = Day zero is when these words reached us, not when the report is sent.
report-words-question = In the question of { $time }
report-words-follow-up = In the follow-up of { $time }
report-words-now = Nowhere in this request: it is new to us
report-contact = How can we reach you?
report-contact-hint = An email address or a telephone number, in case the safety team needs to ask.
report-contact-missing = Give an email address or a telephone number
report-details = More, if you know it
report-kind = What is it?
report-product = Product, as you know it
report-batch = Batch number
report-patient = Patient
report-patient-hint = Initials, age or sex: whatever shows that there is a patient, never a full name.
report-onset = When it began
report-outcome = How it ended
report-name = Your name
report-profession = Your profession
report-privacy = What you write is kept for the safety team exactly as you wrote it. Regulators may receive it, without your name where you ask for that.
report-send = Send report
report-received-title = Your report was received
report-received = Reference { $reference }, received
report-not-stored-title = Your report was not stored
report-not-stored = Nobody has seen it. What you typed is below: send it again in a few seconds.
report-call = If a safety concern cannot wait, call { $phone }.
report-call-elsewhere = If a safety concern cannot wait, use your usual local route, such as your national authority.
report-received-next = A mail to the safety team is on its way; they may contact you. Keep the reference, in case you want to add something.
report-received-administrators = The report is stored as you wrote it. This portal has no safety officer yet, so its administrators have been notified. Keep the reference, in case you want to add something.
report-received-nobody = The report is stored as you wrote it, but nobody at this portal is notified of reports yet. Please report it in another way as well. Keep the reference.
report-to-question = Go on with your question
report-to-request = Back to the request
safety-title = Safety reports
safety-lists = Lists of reports
safety-waiting = Waiting
safety-acknowledged = Acknowledged
safety-none = Nothing is waiting. New reports appear here at once, and you will be notified by mail.
safety-none-acknowledged = No report has been acknowledged yet.
safety-none-voided = No report has been voided.
safety-voided = Voided
safety-in-flood = Part of a flood
safety-flood = { $count ->
    [one] One report that waits came
   *[other] { $count } reports that wait came
 } in a flood: far more within minutes than usual from one sender, or from people without a sign-in. They are mailed about together. Real reports may be among them.
safety-export-csv = Export as CSV
safety-export-json = Export as JSON
safety-table = Reports by day zero
safety-report = Report
safety-kind = Kind
safety-product = Product
safety-day-zero = Day zero
safety-filed = Filed
safety-age = Age
safety-days = { $count ->
    [0] today
    [one] one day
   *[other] { $count } days
 }
safety-acknowledge = Acknowledge
safety-acknowledged-by = Acknowledged by { $name },
safety-void = Void this report
safety-void-reason = Why is this not a report?
safety-void-hint = For example a test, or part of a flood. The report stays as it came but is no longer counted; your reason goes into the audit trail.
safety-void-reason-missing = Say why this is not a report
safety-void-send = Void it
safety-voided-by = Voided by { $name },
safety-request = From request
safety-contact = Contact
safety-reporter = Reporter
safety-profession = Profession

## Desk
queue-mine = Mine
queue-unclaimed = Unclaimed
queue-open = All open
queue-overdue = Overdue
queue-answered = Answered
queue-closed = Closed
desk-title = Desk
desk-queues = Queues
desk-stat-open = Open
desk-stat-unclaimed = Unclaimed
desk-stat-today = Due today
desk-stat-overdue = Overdue
desk-find = Find a request
desk-all-areas = All areas
desk-apply = Apply
desk-none = Nothing here.
desk-none-mine = Nothing is waiting for you.
desk-none-found = No request of this queue fits.
desk-all-shown = Show the whole queue
desk-to-unclaimed = See what nobody has taken up
desk-to-open = See all open requests
desk-table = Requests by due time
desk-request = Request
desk-asker = Asker
desk-owner = Owner
desk-due = Due
desk-promised = Promised
desk-state = State
desk-late = Late:
desk-soon = Soon:
desk-received = Received
desk-owned = With { $name }
desk-claim = Claim
desk-claim-mine = The rules gave this request to you. Claim it to show the asker that it is being worked on.
desk-claim-unclaimed = The rules gave this request to { $name }, who has not taken it up yet.
desk-claim-taken = { $name } is working on this request. Claim it if you take it over.
desk-not-yours = This request belongs to somebody else now. Claim it first; what you typed is below.
desk-changed = This request was changed while you were looking at it. What you typed is below; look at what is new, then send it again.
desk-draft-conflict = You have saved another text in the meantime, in another tab or on another device. Nothing was done yet; both texts are below.
desk-conflict = Two versions of your text
desk-conflict-saved = Saved
desk-conflict-here = Typed on this page, and still in the form below
desk-conflict-advice = Combine them in the form, then press “Keep as draft” to replace the saved one.
desk-conflict-use-saved = Discard what I typed here and use the saved text
desk-draft-none = Nothing typed yet
desk-draft-by-button = Every button of this page saves what you typed.
desk-draft-of = Draft by { $name }
desk-draft-unsent = Not sent, saved on
desk-draft-cites = { $count ->
    [one] It cites one item.
   *[other] It cites { $count } items.
 }
desk-draft-adopt = Add to my reply
desk-save-conflict = You saved another text in another tab or on another device. This one is still here: press “Keep as draft” to compare.
desk-save-signed-out = You are signed out. Your text is still here: press “Keep as draft” to sign in and keep it.
desk-save-invalid = Not saved: press “Keep as draft” to see what is wrong.
desk-about = About the request
desk-profession = Profession
desk-specialty = Specialty
desk-institution = Institution
desk-channel = Wants to hear
desk-contact = Contact
desk-context = Before asking (with consent)
desk-context-read = Read: { $title }
desk-earlier = Answered before on this product
desk-reply = Reply
desk-reply-hint = Markdown. What is cited below is sent along exactly as it stands now.
desk-reply-missing = Write the reply
desk-cite = Cite from the library
desk-cite-words = Words to look for
desk-cite-find = Find
desk-cite-found = Found for these words; tick what the reply is to cite.
desk-cite-suggested = Found for the question; tick what the reply is to cite.
desk-cite-none = Nothing was found. Try other words.
desk-cited-gone = Something that the reply cites is no longer published. It is no longer ticked; look at the reply again.
desk-preview = Preview
desk-preview-title = As the asker will see it
desk-keep = Keep as draft
desk-send = Send reply
desk-send-again = Send another reply
desk-close = Close request
desk-close-unanswered = Close without an answer
desk-close-reason = Why there is no answer
desk-close-reason-hint = The asker gets a mail and reads this on their page.
desk-close-reason-missing = Say why there is no answer
desk-closed-because = Closed without an answer. The asker reads:
desk-reopen = Open again
desk-reopen-told = Closed by mistake? Reopening restores it as it was and notifies the asker.
desk-reopen-hint = Closed by mistake? Reopening restores it as it was.
desk-correct = Correct product, area, urgency or due date
desk-correct-send = Correct
desk-urgency = Urgency
desk-due-hint = Left empty, it follows from the urgency. What the asker was promised stays known, and “in time” is judged by it.
desk-due-invalid = Choose today or a later date
desk-term-unknown = Choose from the list
desk-done-sent = The reply was sent. It is frozen with what it cites.
desk-done-closed = The request is closed. A follow-up by the asker opens it again.
desk-done-reopened = The request is open again.
desk-done-corrected = The request was corrected.
desk-done-kept = The draft is saved.
desk-safety = Adverse event, special situation or product complaint?
desk-safety-first = Answer the safety question first
desk-safety-no-report = There is no report of this request yet. Open one.
desk-safety-is-reported = Something in this request has been reported: choose “reported already”.
desk-safety-reports = Reports made of this request: { $references }
desk-safety-none = No, nothing to report
desk-safety-yes = Yes: open a report
desk-safety-reported = Yes: it is reported already
desk-verify = Verify this healthcare professional
desk-npi = NPI
desk-npi-valid = { $npi }, check digit is right
desk-npi-invalid = { $npi }, check digit is wrong
desk-verify-reason = Reason, when you decline
desk-verify-reason-missing = Give the reason
desk-verify-yes = Verify
desk-verify-no = Decline
desk-note = Internal note
desk-note-label = Note
desk-note-hint = Seen at the desk alone, never by the asker.
desk-note-internal = Internal: not seen by the asker
desk-note-missing = Write the note
desk-note-send = Add note
desk-hand-over = Hand over
desk-hand-over-to = To
desk-hand-over-to-missing = Choose to whom
desk-hand-over-reason = Reason
desk-hand-over-reason-missing = Give the reason
desk-hand-over-send = Hand over
routing-name-missing = Give the rule a name
routing-term-unknown = Choose one of the list
routing-owner-missing = Choose somebody at the desk

## Rating
rating-question = Was this helpful?
rating-yes = Yes
rating-no = No
rating-thanks = Thank you.
rating-missing = Choose yes or no

## Insight
number-separator = ,
chart-bars-description = { $count ->
    [one] One bar: { $label }, { $value }.
   *[other] { $count } bars. The longest: { $label }, { $value }.
 }
chart-days-description = Two lines over the days of the period. The table beside the chart has every number.
insights-title = Insights
insights-searches-title = Insights: searches
insights-reading-title = Insights: reading
insights-requests-title = Insights: requests
insights-lede = Engagement is counted with consent only, under random numbers. Words of a search appear once five people have used them.
insights-parts = Parts of insights
insights-overview = Overview
insights-searches = Searches
insights-reading = Reading
insights-requests = Requests
insights-from = From
insights-to = To
insights-show = Show
insights-last-days = Last { $days } days
insights-older = What was counted before { $day } has been deleted: counts are kept for three years.
insights-invented = Some of what is counted here was invented for demonstration.
insights-none = Nothing was searched, read or asked in this period.
insights-none-longer = Look at 90 days
insights-period = { $from } to { $to }
insights-as-table = Show as a table
insights-download = Download as CSV
insights-download-label = Download as CSV: { $table }
insights-tile-searches = Searches
insights-tile-without = { $count } without a result ({ $percent } %)
insights-tile-readings = Readings
insights-tile-median = half of them longer than { $minutes ->
    [0] { $seconds } s
   *[other] { $minutes } min { $seconds } s
 }
insights-tile-requests = Requests
insights-tile-answered = { $count } answered
insights-tile-time = Time to answer
insights-days = { $days } d
insights-in-time = median, working days; { $percent } % in time
insights-none-due = median, working days
insights-rank-from = { $first } and beyond
insights-further-words = { $words ->
    [one] One further search
   *[other] { $words } further searches
 }
insights-few-people = Words used by fewer than five people ({ $words })
insights-further-items = Further publications
insights-small-groups = Groups of fewer than five people
insights-not-stated = Not stated
insights-all = All
insights-source-search = Searches
insights-source-requests = Requests
insights-helped-yes = Yes
insights-helped-no = No
insights-helped-unsaid = Not said
sheet-gaps = What the library lacks
sheet-gaps-note = Words whose latest search found nothing, and products or areas that were asked about and on which nothing is published.
sheet-gaps-none = No gap was seen in this period.
sheet-words = Most searched
sheet-words-note = Words that at least five people searched for.
sheet-words-none = Nobody searched in this period.
sheet-days = Searches per day
sheet-days-note = Days are counted in UTC.
sheet-days-none = Nobody searched in this period.
sheet-ranks = Where opened hits stood
sheet-ranks-note = How far down the list people opened a hit.
sheet-ranks-none = No hit was opened in this period.
sheet-items = Most read
sheet-items-note = Readings of articles and publications, with time in view and how far people read.
sheet-items-none = Nothing was read in this period.
sheet-ratings = Was it helpful?
sheet-ratings-note = The latest rating of each person.
sheet-ratings-none = Nothing was rated in this period.
sheet-professions = By profession
sheet-professions-note = Groups of at least five people.
sheet-professions-none = No group has five people.
sheet-countries = By country
sheet-countries-note = Groups of at least five people.
sheet-countries-none = No group has five people.
sheet-areas = Requests by area
sheet-areas-note = Requests received in the period, each in one class: answered in time, late, open and not yet due, or closed unanswered. Judged by what the asker was promised. Working days to the first answer.
sheet-areas-none = Nothing was asked in this period.
sheet-products = Requests by product
sheet-products-note = Requests received in the period, each in one class: answered in time, late, open and not yet due, or closed unanswered. Judged by what the asker was promised. Working days to the first answer.
sheet-products-none = Nothing was asked in this period.
sheet-states = Where requests stand
sheet-states-note = Requests received in the period, as they are now.
sheet-states-none = Nothing was asked in this period.
sheet-helped = Did the answer help?
sheet-helped-note = Of requests answered, what askers said.
sheet-helped-none = Nothing was answered in this period.
column-gap = Topic
column-source = Seen in
column-times = Times
column-people = People
column-words = Search
column-searches = Searches
column-without-result = Without a result
column-day = Day
column-rank = Rank
column-opened = Hits opened
column-item = Title
column-kind = Kind
column-readings = Readings
column-median-seconds = Median seconds
column-median-depth = Median depth in %
column-helpful = Helpful
column-not-helpful = Not helpful
column-profession = Profession
column-country = Country
column-events = Events
column-area = Area
column-product = Product
column-requests = Requests
column-answered = Answered
column-in-time = In time
column-late = Late
column-open = Open, not yet due
column-closed-unanswered = Closed unanswered
column-median-days = Median days
column-most-days = Nine of ten within days
column-state = State
column-helped = Helped

## Mail. Never carries what was asked or answered.
mail-received-subject = Your question { $reference } was received
mail-received-body =
    Dear { $name },

    we have received your question { $reference }. It is answered by { $due }.

    See where it stands: { $link }
mail-answered-subject = Your question { $reference } is answered
mail-answered-body =
    Dear { $name },

    the answer to your question { $reference } is ready.

    Read it after signing in: { $link }
mail-closed-subject = Your question { $reference } was closed
mail-closed-body =
    Dear { $name },

    your question { $reference } was closed without an answer. Why is on its page, where you can also write again.

    Read it after signing in: { $link }
mail-reopened-subject = Your question { $reference } is open again
mail-reopened-body =
    Dear { $name },

    your question { $reference } is open again, and we are working on it.

    See where it stands: { $link }
mail-new-owner-subject = Your question { $reference } has a new contact
mail-new-owner-body =
    Dear { $name },

    a colleague has taken over your question { $reference }. The answer is still promised by { $due }.

    See who has it: { $link }
mail-desk-subject = New on your desk: { $reference }
mail-desk-body =
    Dear { $name },

    request { $reference } is on your desk. It is promised by { $due }.

    Open it: { $link }
mail-desk-empty-body =
    Dear { $name },

    request { $reference } has come in, promised by { $due }, and nobody is at the desk to answer it.

    Give somebody the role of a medical information specialist: { $link }
mail-follow-up-subject = Follow-up on { $reference }
mail-follow-up-body =
    Dear { $name },

    the asker has followed up on request { $reference }. It is promised by { $due }.

    Open it: { $link }
mail-review-subject = To review: { $kind }, version { $number }
mail-review-body =
    Dear { $name },

    a version was sent to review ({ $kind }, version { $number }). You may approve it or send it back.

    Read it and decide: { $link }
mail-sent-back-subject = Sent back: { $kind }, version { $number }
mail-sent-back-body =
    Dear { $name },

    a reviewer has sent back a version of yours ({ $kind }, version { $number }). It is a draft again.

    See what has to change: { $link }
mail-approved-subject = Approved: { $kind }, version { $number }
mail-approved-body =
    Dear { $name },

    a version of yours was approved ({ $kind }, version { $number }). Readers get it once an editor publishes it.

    Open it: { $link }
mail-published-subject = Published: { $kind }, version { $number }
mail-published-body =
    Dear { $name },

    a version of yours was published ({ $kind }, version { $number }). Readers have it now.

    Open it: { $link }
mail-withdrawn-subject = Withdrawn: { $kind }, version { $number }
mail-withdrawn-body =
    Dear { $name },

    a version of yours was withdrawn from the library ({ $kind }, version { $number }).

    See why: { $link }
mail-safety-several-subject = { $count } more safety reports
mail-safety-several-body =
    { $count } more safety reports were received, from { $first } to { $last }.{ $flood ->
        [0] {""}
       *[other] {" "}{ $flood } of them came in a flood and are marked in the list. Real reports may be among them.
    }

    Open the list: { $link }
mail-safety-subject = Safety report { $reference }
mail-safety-body =
    Safety report { $reference } was received on { $day }.

    Open it: { $link }
mail-safety-body-nobody =
    Safety report { $reference } was received on { $day }. This portal has no safety officer, so nobody can read it.

    Give somebody the role now: { $link }
mail-safety-several-body-nobody =
    { $count } more safety reports were received, from { $first } to { $last }. This portal has no safety officer, so
    nobody can read them.

    Give somebody the role now: { $link }
search-strategy-way = Search with a strategy or a list of several lines
search-strategy-title = Search with several lines
search-strategy-label = Strategy, or list of identifiers
search-strategy-hint = One search a line, in the syntax of PubMed, Ovid, Embase or Cochrane. Lines name earlier ones by their numbers: 1 and 2, or/1-5, #3 NOT #4. Or paste PMIDs, DOIs, trial numbers or a list of references.
search-strategy-edit = Change the strategy or list
search-strategy-leave = Search with one line
search-strategy-lines = Lines of the strategy
search-strategy-shown = The results below are those of line { $number }.
search-strategy-line = Line
search-strategy-text = Search
search-strategy-count = Results
search-strategy-number = { $count }
search-strategy-actions = Choose
search-strategy-off = left out
search-strategy-chosen = Shown below
search-strategy-show = Show these
search-strategy-switch-off = Leave out
search-strategy-switch-on = Use again
search-strategy-of-line = line { $number }
search-text-gone = This search is kept no more: nobody has used it for three months. Paste its lines again.
search-text-too-long = This text is longer than 64 KB and cannot be read whole. Shorten it, or search in parts.
search-missing = Not here:
search-missing-more = { $count } more that are not here
search-named-requests = Requests
search-none-list = Nothing in this list is in the library.
search-none-strategy = No item in the library matches this search.
search-did-you-mean = Did you mean
search-instead = No results for “{ $query }”. Searched for “{ $text }” instead.
search-count = { $count ->
    [0] No results
    [one] One result
   *[other] { $count } results
 }
search-filters = Filters
search-filter = Filter
search-filter-chosen = Filter ({ $count } chosen)
search-facet-kind = Kind
search-facet-area = Therapeutic area
search-facet-product = Product
search-facet-topic = Topic
search-facet-level = Evidence level
search-facet-study = Type of study
search-facet-year = Year
search-facet-more = { $count } more
search-sort = Order
search-sort-relevance = Most relevant
search-sort-newest = Newest
search-chips = Chosen filters
search-chip-remove = Remove filter
search-years-from = From { $year }
search-years-to = Until { $year }
search-clear = Clear all
search-pages = Pages
search-range = { $from }–{ $to } of { $total }
search-previous = Previous
search-next = Next
search-none-title = Nothing matches all of that
search-none-query = No item in the library matches “{ $query }”.
search-none-filtered = No item in the library matches “{ $query }” with the filters chosen.
search-none-filters = No item in the library matches all the filters chosen.
search-without-filters = Search without filters
search-nearby = Near to what you asked
search-nearby-for = Results for “{ $text }”
search-nearby-all = All results for “{ $text }”
search-ask-title = Not what you were looking for?
search-ask-text = A medical specialist answers your question; your words are carried over.
search-ask = Ask this question
search-ask-any = Ask a question
search-not-ready-title = The search is being made ready
search-not-ready = The library is being indexed. Try again in a minute; questions can be asked meanwhile.

## Records and articles
article-about = About this article
article-in-short = In short
article-contents = Contents
article-references = References
article-reference-here = In this library
article-version = Version
article-standing-version = Version { $number }
article-approved = Approved
article-reference = Approval
article-review-due = Review due
article-level = Evidence level
article-authors = Authors
article-products = Products
article-areas = Areas
labelling-title = Labelling
labelling-within = { $product }, { $country }: within the label.
labelling-outside = { $product }, { $country }: outside the label.
labelling-link = Look up the label at { $site }
crumbs-library = Library
crumbs-records = Publications
ask-about-this = Ask about this
record-about = About this publication
record-abstract = Abstract
record-no-abstract = The library has the citation of this publication, without its abstract.
record-pmid = PubMed
record-doi = DOI
record-pmcid = Full text
record-nct = Trial
record-journal = Journal
record-issn = ISSN
record-date = Published
record-language = Language
record-study = Type of study
record-types = Published as
record-external-id = Identifier
record-mesh = MeSH headings
record-major = (main subject)
record-keywords = Keywords
record-cited-by = Cited by
record-cites = Cites
notice-retracted-text = This publication was retracted. Its findings should not be relied on.
notice-erratum-text = A correction to this publication has appeared.
notice-concern-text = An expression of concern about this publication has appeared.
notice-retraction-notice-text = This is the notice of a retraction.
notice-erratum-notice-text = This is the notice of a correction.

## Marks of demonstration content
labelling-demo = These are demonstration values. They show how labelling looks here and state nothing about any authorisation.
editor-demonstration = Demonstration content: marked so on its page, at its hits and in print

## Out of the library, and records twice
cite-title = Cite this
cite-files = As a file
citation-style-ama = AMA
citation-style-vancouver = Vancouver
citation-style-nlm = NLM
citation-style-apa = APA
export-title = Download
export-lede = A file for a reference manager or a spreadsheet holds { $count } items at most, best first.
export-format = Format
export-format-ris = RIS
export-format-nbib = NBIB (PubMed)
export-format-bibtex = BibTeX
export-format-csl-json = CSL-JSON
export-format-csv = Table (CSV)
export-separator = Table cells are separated by
export-separator-comma = Comma
export-separator-semicolon = Semicolon
export-separator-tab = Tab
export-csv-semicolons = CSV with semicolons
export-send = Download
export-chosen = Download ticked
export-all = Download all { $count }
export-first = Download the first { $count }
export-none-chosen = No result was ticked. Tick some on the page of results, or download the whole result here.
export-back = Back to the results
hit-choose = Choose for download:
record-kind = Kind of publication
record-publisher = Publisher
record-other-identifiers = Also known as
record-others = More from the sources
publication-journal-article = Journal article
publication-preprint = Preprint
publication-book = Book
publication-chapter = Chapter of a book
publication-conference-paper = Conference paper
publication-thesis = Thesis
publication-report = Report
publication-dataset = Dataset
publication-web-page = Web page
publication-trial-registration = Trial registration
format-pubmed = PubMed
format-jats = JATS
format-nbib = MEDLINE
format-ris = RIS
format-bibtex = BibTeX
format-csl-json = CSL-JSON
format-endnote = EndNote
format-jsonl = JSON Lines
format-clinicaltrials = ClinicalTrials.gov
duplicates-title = Duplicates
duplicates-lede = Records that are likely to be one publication, the surest first. Imports merge records by themselves only where an identifier and the title agree. Merging keeps one record with what both say; what cited or opened the other leads to it.
duplicates-none-title = No duplicates
duplicates-none = No two records look like the same publication. New ones appear here after an import.
duplicates-count = { $count ->
    [one] One pair waits for a decision
   *[other] { $count } pairs wait for a decision
}
duplicates-waiting = { $count ->
    [one] One record is still being compared. Reload the page in a moment.
   *[other] { $count } records are still being compared. Reload the page in a moment.
}
duplicates-because = Offered because:
duplicates-why-title = same title
duplicates-why-title-near = nearly the same title
duplicates-why-title-part = one title is part of the other
duplicates-why-title-similar = similar titles
duplicates-why-title-translated = titles perhaps in two languages
duplicates-why-title-other = but the titles differ
duplicates-why-preprint = a preprint and what may be its paper
duplicates-why-pmid = same PMID
duplicates-why-pmid-other = but the PMIDs differ
duplicates-why-doi = same DOI
duplicates-why-doi-other = but the DOIs differ
duplicates-why-registration = same registration number
duplicates-why-author = same first author
duplicates-why-author-other = but the authors differ
duplicates-why-year = same year
duplicates-why-journal = same journal
duplicates-why-journal-other = but the journals differ
duplicates-why-page = same first page
duplicates-why-page-other = but the pages differ
duplicates-why-abstract = same abstract
duplicates-why-abstract-other = but the abstracts differ
duplicates-merged = The records were merged.
duplicates-distinct = The records stay two, and will not be offered again.
duplicates-keep-first = Merge, keep the first
duplicates-keep-second = Merge, keep the second
duplicates-not-the-same = Not the same
duplicates-compared = The two records compared
duplicates-fact = What
duplicates-first = First
duplicates-second = Second
duplicates-record = Title
duplicates-authors = Authors
duplicates-volume = Volume (issue)
duplicates-pages = Pages
duplicates-kind = Type
duplicates-cited = Cited by articles
duplicates-yes = Yes
duplicates-no = No

## Versions on their way
state-draft = Draft
state-in-review = In review
state-approved = Approved
state-published = Published
state-superseded = Superseded
state-withdrawn = Withdrawn
state-expired = Expired
step-submit = Sent to review
step-approve = Approved
step-send-back = Sent back
step-take-back = Taken back
step-publish = Published
step-withdraw = Withdrawn
done-submit = The version is with the reviewers. It cannot be changed while they look at it; take it back if it has to be.
done-approve = The version is approved.
done-send-back = The version is a draft again.
done-take-back = The version is a draft again.
done-publish = The version is published. Readers and their searches have it now.
done-withdraw = The article is withdrawn. It is gone from search and from its address.
version-number = Version { $number }
history-title = Versions
history-begun = Begun
history-ended = Ended
history-imported = Approved elsewhere, valid from
diff-removed = removed:{" "}
diff-added = added:{" "}
diff-left-out = { $count } unchanged lines

## Editor
editor-title = Editor
editor-lede = Write, get approved, publish, keep current. Readers only ever see approved versions.
editor-new = New article
editor-empty-title = Nothing here
editor-empty = No version is in this state. Begin an article, or open a published one to write its next version.
editor-empty-found = No title holds these words.
editor-show-all = Show all
editor-find = Find a title
editor-find-send = Find
editor-states = Versions by state
editor-column-title = Title
editor-column-kind = Kind
editor-column-author = Author
editor-column-changed = Last change
editor-replaces = an earlier version is in the library
editor-page-of = { $first }–{ $last } of { $total }
editor-begin = Begin writing
editor-back = Back
editor-title-field = Title
editor-title-hint = What a reader would search for. It can be changed later.
editor-title-missing = Give the article a title
editor-kind = Kind
editor-kind-hint = It decides where readers find it.
editor-kind-missing = Choose a kind
editor-level = Evidence level
editor-summary = Summary
editor-summary-hint = The bottom line in one to three sentences, with the key number.
editor-summary-missing = Write the summary: it is what readers see first
editor-body = Text
editor-body-hint = Markdown: ## for a heading, [1] for a reference, | between the columns of a table.
editor-body-missing = Write the text
editor-picture-missing = The text shows a picture that is not there: add it below, or take it out of the text
editor-draft-of = Draft of { $version }
editor-save = Save
editor-save-over = Save mine in place of theirs
editor-submit = Send to review
editor-saved-at = Saved { $time }
editor-saved = Saved
editor-unsaved = Not saved yet
editor-saving = Saving…
editor-restored = This text was kept while you were signed out. It is not saved yet.
editor-not-saved = Not saved
editor-save-conflict = This draft was changed elsewhere: by somebody else, or in another tab. Your text is still here: press Save to compare.
editor-save-signed-out = You are signed out. Your text is still here: press Save to sign in and keep it.
editor-save-invalid = Not saved: press Save to see what is wrong.
editor-save-failed = Not saved: the server does not answer. Trying again.
editor-preview = Preview
editor-preview-hint = The preview shows what was saved last.
editor-conflict = This draft was changed while you were writing, by somebody else or in another tab
editor-conflict-restored = This draft was saved after the text below was written
editor-conflict-when = It was saved on
editor-conflict-advice = Your text is kept in the form below and is not saved. Compare, copy across what you want to keep, then save yours in place of the other.
editor-conflict-not-draft = It is no longer a draft, so your text could not be saved. It is kept below: copy what you need before you leave.
editor-conflict-theirs = Open what is saved now
editor-conflict-difference = From theirs to yours
editor-your-text = Your text
editor-sent-back = Sent back by { $name }
editor-references = References
editor-references-hint = Numbered in this order; [1] in the text leads to the first.
editor-citation = Citation { $number }
editor-citation-missing = A reference has no citation
editor-identifier-invalid = A DOI begins with 10. and a PMID is a number: correct or empty the field
editor-doi = DOI
editor-pmid = PMID
editor-known = In the records
editor-unknown = Not in the records
editor-raise = Move up
editor-remove = Remove
editor-find-record = Find a record to cite
editor-find-record-hint = Words of its title, a PMID or a DOI.
editor-find-record-send = Find
editor-add-reference = Add by hand
editor-found = { $count ->
    [one] One record found
   *[other] { $count } records found
 }
editor-found-none = No record fits. Import it first, or add the citation by hand.
editor-cite = Cite
editor-pictures = Pictures
editor-pictures-hint = SVG, PNG or JPEG, at most 2 MB. Copy the line beside a picture into the text and describe what it shows.
editor-picture = File
editor-picture-words = What the picture shows
editor-add-picture = Add picture
editor-picture-too-large = This picture is larger than 2 MB
editor-picture-too-many-pixels = This picture has more than 24 million pixels. Export it smaller.
editor-picture-unknown = This is not an SVG, PNG or JPEG file
editor-picture-active = This SVG holds scripts or loads from elsewhere. Export it as a plain drawing.
editor-picture-name = Give the file a name of letters and digits
editor-part-subject = Kind, level, areas, products, topics
editor-part-audience = Audience and labelling
editor-part-record = Authors, dates, approval, address
editor-areas = Therapeutic areas
editor-areas-missing = Choose at least one therapeutic area
editor-products = Products
editor-topics = Topics
editor-audience-hint = Leave all of this empty for an article that is meant for everyone.
editor-countries = Countries
editor-countries-hint = Codes of two letters, such as GB DE.
editor-professions = Professions
editor-specialties = Specialties
editor-labelling = Labelling
editor-labelling-hint = For each product and country. Where a use is outside the label, readers of that country get this article only as a reply to a question.
editor-labelling-invalid = Give each labelling entry a product and a country, and a link that begins with https://
editor-labelling-product = Product
editor-labelling-country = Country
editor-labelling-status = Status
labelling-status-within = Within the approved label
labelling-status-outside = Outside the approved label
editor-labelling-link = Link to the label
editor-add-labelling = Add a country
editor-authors = Authors
editor-authors-hint = One on each line, as readers see them.
editor-review-due = Review due
editor-expires = Expires
editor-expires-hint = The first day on which readers no longer see it.
editor-expires-over = Choose a later day, or leave the field empty: from this day on readers do not see the article
editor-expires-over-approved = The day on which it expires has come since it was approved: readers would never see it. Take it back, choose a later day, and send it to review again.
editor-day-invalid = Give a day, or leave the field empty
editor-approval = Approval reference
editor-approval-hint = If your department has a number for it already. The reviewer confirms it.
editor-slug = Address
editor-slug-hint = Small letters, digits and hyphens. It stays once readers know it.
editor-slug-invalid = The address holds only small letters, digits and hyphens
editor-slug-taken = Another article has this address
editor-address-stays = Readers know this article at
editor-no-reviewer = Nobody can approve this version: there is no reviewer who did not write in it. Ask an administrator to give somebody the role.
editor-take-back = Take back to change it
editor-publish = Publish
editor-new-version = Write the next version
editor-newer = { $version }: { $state }
editor-see-page = See it in the library
editor-withdraw = Withdraw from the library
editor-withdraw-hint = Readers lose it at once, in search and at its address. The versions are kept. Writing and approving a next version brings it back.
editor-withdraw-reason = Why it is withdrawn
editor-withdraw-send = Withdraw now
editor-reason-missing = Give the reason

## Review
review-title = Review
review-lede = Approve exactly one version, or send it back. What you approve is what readers get, to the letter.
review-empty = No version is in this state. Editors send versions here when they are ready.
review-kind-version = { $kind }, { $version }
review-to-changes = What changed
review-to-decision = To the decision
review-changes = What changed
review-first = This is the first version: nothing was approved before it.
review-since-published = Compared with { $version }, which readers have now.
review-since = Compared with { $version }, the last one approved.
review-changes-read = Since you saw it last
review-since-read = Compared with what you read on { $time }, as { $version }.
review-since-sent-back = Compared with what { $name } sent back on { $time }.
review-same-text = The body text is unchanged.
review-nothing-changed = Nothing changed: text, pictures and everything else are the same.
review-picture-replaced = The picture { $name } was replaced by another.
review-picture-added = The picture { $name } was added.
review-picture-removed = The picture { $name } was removed.
review-picture-before = Before: { $name }
review-picture-now = Now: { $name }
review-covered = What your signature covers
review-covered-text = All of this, and the text with its pictures as it follows below.
review-everyone = Everyone
review-picture-hash = { $name } (SHA-256 { $hash }…)
review-hash = SHA-256 { $hash }
review-as-read = From here on the page is as readers will see it.
review-decision = Your decision
review-approved = Approved
review-own-work = You wrote in this version, so somebody else has to approve it.
review-reference = Approval reference
review-reference-hint = The number under which your department files this approval. Readers see it.
review-reference-missing = Give the approval reference
review-signs = With your name and the time you sign { $version } as it stands above: the text, its pictures, and everything under “What your signature covers”. If anything of it changes, your approval is void.
review-expires-over = The day on which it expires has come: readers would never see it. Send it back, so that a later day is chosen.
review-approve = Approve this version
review-send-back = Send back
review-reason = What has to change
