package mail

import (
	"fmt"
	"strings"
	"time"
)

// subject is neutral and has no time in it: it is what a locked screen shows.
func (w *words) subject(m Message, a action) string {
	return w.nounOf(m).subject[a] + " – " + m.PracticeShortName
}

func (w *words) nounOf(m Message) noun {
	if m.Mode == ModeInPerson {
		return w.appointment
	}
	return w.call
}

// body is the plain text of a message.
func (w *words) body(m Message, a action) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	when := w.when(m.StartTime.In(locate(m.TimeZone)))

	line("%s\n", w.hello)
	line("%s\n", w.nounOf(m).opening[a])
	if a == cancelled {
		line("%s: %s", w.wasLabel, when)
		line("%s: %s\n", w.whoLabel, m.PracticeShortName)
		line(w.again+"\n", m.PracticePhone)
	} else {
		line("%s: %s (%s)", w.whenLabel, when, w.duration(int(m.EndTime.Sub(m.StartTime)/time.Minute)))
		line("%s: %s", w.howLabel, w.how[m.Mode])
		line("%s: %s, %s", w.whoLabel, m.PracticeShortName, m.PracticePhone)
		if m.Code != "" {
			line("%s: %s", w.codeLabel, groupCode(m.Code))
		}
		line("")
		if m.ManageURL != "" {
			line("%s\n%s\n", w.manage, m.ManageURL)
		} else {
			line(w.noLink+"\n", m.PracticePhone)
		}
		line("%s\n", w.calendar)
	}
	line("%s\n\n-- \n%s\n%s", w.crisis, m.PracticeShortName, m.PracticePhone)
	return b.String()
}

// groupCode shows a code as two groups of four.
func groupCode(code string) string {
	code = strings.ReplaceAll(code, "-", "")
	if len(code) != 8 {
		return code
	}
	return code[:4] + "-" + code[4:]
}
