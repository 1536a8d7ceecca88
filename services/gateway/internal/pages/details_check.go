package pages

import (
	"strings"
	"unicode/utf8"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// maxNote is how many characters the free text may have.
const maxNote = 1000

// check finds what a person has to change before anything is sent. The services check again; this only says it all at
// once and in the page's words, in the order of the fields.
func (d details) check() []problem {
	var list []problem
	add := func(wrong bool, field, text string) {
		if wrong {
			list = append(list, problem{field, text})
		}
	}
	add(d.Callback && len(d.Windows) == 0, "window", "Choose at least one time of the week that suits you")
	add(!d.Callback && d.Hold == "" && d.Slot == "", "slot", "Choose a time for the call")
	add(d.GivenName == "", "given-name", "Enter your first name, or the name we should use")
	add(digits(d.Phone) < 10, "phone", "Enter a phone number with its area code, like 212 555 0142")
	add(d.Email != "" && !looksLikeEmail(d.Email), "email", "Enter an e-mail address like name@example.com, or leave it empty")
	add(d.Message == "", "message", "Choose whether we may leave a message")
	add(d.minor() && d.GuardianGiven == "", "guardian-given", "Enter the name of a parent or guardian")
	add(d.minor() && digits(d.GuardianPhone) < 10, "guardian-phone", "Enter the phone number of a parent or guardian")
	add(utf8.RuneCountInString(d.Note) > maxNote, "note", "Shorten your note to 1000 characters or fewer")
	add(d.Agree == "", "agree", "Tick the box to agree to the privacy notice")
	return list
}

func digits(text string) int {
	n := 0
	for _, c := range text {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}

func looksLikeEmail(text string) bool {
	name, host, found := strings.Cut(text, "@")
	return found && name != "" && strings.Contains(host, ".") && !strings.ContainsAny(text, " ,;")
}

// fieldWords leads from a violation's path to the field of the page and its words; longest prefix first.
var fieldWords = []struct{ path, field, text string }{
	{"contact.givenName", "given-name", "Enter a first name of at most 100 characters"},
	{"contact.familyName", "family-name", "Enter a last name of at most 100 characters"},
	{"contact.phone", "phone", "Enter a phone number we can call, like 212 555 0142"},
	{"contact.email", "email", "Enter an e-mail address like name@example.com, or leave it empty"},
	{"participants", "partner-given", "Enter your partner’s first name, or leave both names empty"},
	{"guardian.phone", "guardian-phone", "Enter the phone number of a parent or guardian"},
	{"guardian", "guardian-given", "Enter the name of a parent or guardian"},
	{"need.note", "note", "Shorten your note to 1000 characters or fewer"},
	{"need.concerns", "concern", "Choose at most 12 topics"},
	{"callback", "window", "Choose at least one time of the week that suits you"},
	{"consents", "agree", "Read the current privacy notice and tick the box"},
	{"slot", "slot", "That time is no longer offered. Choose another one"},
	{"hold", "slot", "That time is no longer offered. Choose another one"},
}

// problemsOf puts a service's violations into the page's words, each field once.
func problemsOf(err error) []problem {
	e, ok := errs.As(err)
	if !ok {
		return nil
	}
	var list []problem
	seen := make(map[string]bool)
	for _, violation := range e.Violations {
		p := problem{"", "Please check your answers and send the form again"}
		for _, w := range fieldWords {
			if strings.HasPrefix(violation.Field, w.path) {
				p = problem{w.field, w.text}
				break
			}
		}
		if !seen[p.Field] {
			seen[p.Field] = true
			list = append(list, p)
		}
	}
	return list
}

// noticeChanged reports whether all that is wrong with a form is that it agrees to an older privacy notice.
func noticeChanged(err error) bool {
	e, ok := errs.As(err)
	return ok && len(e.Violations) == 1 && strings.HasPrefix(e.Violations[0].Field, "consents[") &&
		strings.HasSuffix(e.Violations[0].Field, "].version")
}
