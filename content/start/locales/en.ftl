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

## Registration
register-title = Register as a healthcare professional
register-lede = With an account you can ask, follow your questions and stay signed in for 30 days.
register-known = Have an account?
register-terms = By registering you confirm that you are a healthcare professional, that what you say of yourself is true, and that you use what you find here to support your own clinical judgement.
register-terms-more = What we store, and for how long
register-send = Register
register-again = Register again
register-sent-title = Look into your mail
register-sent-lede = We have sent you a mail with a link. Open it to go on where you were.
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
password-hint = At least 12 characters. Several words that mean something to you alone are easier to remember than signs.
password-too-short = Choose a password of at least 12 characters
password-too-long = Choose a password of at most 1,000 characters
password-is-email = Choose a password that is not your email address
profile-name-missing = Enter the name
profile-too-long = Shorten this
profile-country-missing = Choose the country: it decides which labelling applies
profile-profession-missing = Choose the profession
profile-specialty-unknown = Choose a specialty of the list
profile-npi-wrong = Check the number: an NPI has ten digits, and the last does not fit the others
profile-npi-more = In the United States: your NPI
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
password-new-lede = { $name }, choose a password. You are then signed in here, and signed out everywhere else.
password-new-send = Save and sign in
sign-in-forgotten = Forgotten your password?
sign-in-kept = Sign in to send what you typed. It is kept.

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
    The password of your account was changed just now, and every session but that one was ended. If it was not you, choose a new password at once:

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
account-profile = Profile
account-profile-done = Your profile is saved.
account-unverified = Your account is not verified yet. You can read and ask; an administrator, or whoever answers your first question, verifies you.
account-verified-anew = After a change of name, profession, country or NPI we verify you anew.
account-consent = Counting what is useful
account-consent-given = You agreed on { $day }.
account-consent-off = It is off: nothing is stored.
account-consent-withdraw = Stop, and delete what was counted
account-password = Password
account-password-text = After a change you stay signed in here and are signed out everywhere else.
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
account-everywhere-text = Signed in on a machine that is not yours? This ends every session, this one too.
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
admin-vocabulary = Vocabulary
admin-vocabulary-text = Products, therapeutic areas, topics and what people are.
admin-audit = Audit trail
admin-audit-text = Who changed what and when; and whether the chain is whole.
admin-system = The portal itself
admin-version = Version
admin-library-change = Last change of the library
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
person-enabled = Disabling ends every session and API token at once. What the person wrote stays.
person-disabled = This account is disabled: nobody can sign in with it.
person-disable = Disable the account
person-enable = Enable the account
person-disable-done = The account is disabled.
person-enable-done = The account is enabled.
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
term-name-missing = Enter a name
term-name-taken = There is a term of this name already
term-area-unknown = Choose an area of the list
audit-lede = Every change of an article, request, safety report, person or rule, newest first. Each row’s hash covers the row before it.
audit-intact = The chain is whole: { $rows } rows stand as they were written.
audit-broken = The chain is broken: row { $number } is the first that was changed, removed or put in.
audit-verify = Check the chain
audit-subject = Subject
audit-subject-example = account
audit-none = Nothing was recorded of this.
audit-older = Older rows
audit-by-portal = The portal
audit-by-anybody = Somebody without a sign-in
audit-old = Before:
audit-new = After:
audit-reason = Why:

## What the audit trail records
action-account-add = Account made
action-account-password = Password changed
action-account-profile = Profile changed
action-account-roles = Roles changed
action-account-verify = Verified
action-account-unverify = Verification undone
action-account-disable = Account disabled
action-account-enable = Account enabled
action-account-consent = Consent answered
action-account-token-add = API token made
action-account-token-revoke = API token revoked
action-vocabulary-add = Term added
action-vocabulary-change = Term changed

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
first-desk = Invite who answers
first-desk-text = Every question needs an owner: invite a medical information specialist or a medical science liaison.
first-visitor-title = This library is being set up
first-visitor-lede = It is not open yet. Come back soon.

## About
about-title = About this portal
about-lede = A library of scientific evidence for healthcare professionals, and people who answer what is not in it.
about-demo = What you see here is a demonstration. Its people are invented, and it is not for clinical use.
about-library = What is in the library
about-library-text = Articles written and approved by the department that runs this portal, and records of publications and trials. Every article says which version it is, what its evidence rests on, and when it is reviewed next. What is withdrawn disappears at once.
about-label = Within the label
about-label-text = What you find depends on your country: the library shows what lies within the approved labelling there. What lies outside is sent only as an answer to a question that you asked unprompted.
about-answers = Who answers
about-answers-text = Each question has an owner and a due time from the moment it is received. Answers are signed off, and what was sent stays as it was sent.
about-safety = Safety comes first
about-safety-text = Adverse events and product complaints can be reported from every page, without an account. They reach a safety officer at once.
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
privacy-cookie-declared = Remembers your country and, if you said so, profession.
privacy-cookie-declared-lasts = 180 days
privacy-cookie-consent = Remembers your answer about counting: “no”, or your random number.
privacy-cookie-consent-lasts = 180 days
privacy-cookie-kept = Finds what you typed again when you had to sign in first. What you typed is deleted once it is sent.
privacy-cookie-kept-lasts = One day
privacy-cookie-registering = Recognises your browser when you open the link of your registration.
privacy-cookie-registering-lasts = One day
privacy-account = Your account
privacy-account-text = Email address, name, profession, specialty, country, institution and, if you gave it, NPI; your password as a hash that cannot be turned back; when you were verified. Until the department deletes the account.
privacy-requests = Your questions
privacy-requests-text = What you ask, the answers, and who worked on them and when. Only you and those who answer see them. If you agreed to counting, what you had searched and read before is sent along, so that nobody asks you again.
privacy-reports = Safety reports
privacy-reports-text = What you report about an event or a product, as you wrote it, with the contact you gave. The law asks for it: it is never changed, and it is passed to safety officers.
privacy-engagement = Counting what is useful
privacy-engagement-text = Only if you agree: searches with their number of results, hits opened, reading time and depth, ratings, and that a question was asked; with country, profession and specialty, under a random number instead of your name. Words of a search are shown only when five different people used them. When you withdraw, what was counted under your number is deleted.
privacy-engagement-on = Counting is on for you.
privacy-engagement-off = Counting is off for you.
privacy-audit = The audit trail
privacy-audit-text = Who changed an article, a question’s state, a safety report’s state, an account or a rule, when, and from what to what. It never holds the text of a question or report. It cannot be changed, because it proves what happened.
privacy-mail = Mails
privacy-mail-text = Mails carry links and no medical text. A copy waits here until it is delivered.
privacy-others = Others
privacy-others-text = Nothing is sold or passed on, and no other service is asked while you read.
privacy-rights = Your rights
privacy-rights-text = Your account page shows and changes what you said of yourself. For a copy, a correction or a deletion, write to the department that runs this portal.
