package pages

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
)

// Staff returns the pages of the staff listener: sign-in, today's calls, the inbox and each inquiry. It answers every
// path; without a session everything but the sign-in page leads there.
func Staff(deps Deps) http.Handler {
	s := newSite(deps, staffTemplates())
	inside := http.NewServeMux()
	inside.HandleFunc("GET /{$}", s.begin)
	inside.HandleFunc("GET /inquiries", s.inbox)
	inside.HandleFunc("GET /inquiries/new", s.newCaller)
	inside.HandleFunc("POST /inquiries/new", s.enterCaller)
	inside.HandleFunc("GET /inquiries/{id}", s.inquiry)
	inside.HandleFunc("POST /inquiries/{id}/call", s.recordCall)
	inside.HandleFunc("POST /inquiries/{id}/match", s.match)
	inside.HandleFunc("GET /inquiries/{id}/compare", s.compare)
	inside.HandleFunc("GET /inquiries/{id}/who", s.who)
	inside.HandleFunc("POST /inquiries/{id}/measure", s.recordMeasure)
	inside.HandleFunc("POST /inquiries/{id}/choose", s.chooseOpenings)
	inside.HandleFunc("POST /inquiries/{id}/pair", s.pair)
	inside.HandleFunc("GET /inquiries/{id}/override", s.override)
	inside.HandleFunc("POST /inquiries/{id}/override", s.bookOverride)
	inside.HandleFunc("POST /inquiries/{id}/waitlist", s.putOnWaitlist)
	inside.HandleFunc("POST /inquiries/{id}/close", s.closeInquiry)
	inside.HandleFunc("POST /inquiries/{id}/reopen", s.reopenInquiry)
	inside.HandleFunc("POST /inquiries/{id}/session", s.settleSession)
	for _, act := range []string{"call", "match", "measure", "choose", "pair", "waitlist", "close", "reopen", "session"} {
		inside.HandleFunc("GET /inquiries/{id}/"+act, s.toInquiry)
	}
	inside.HandleFunc("GET /waitlist", s.waiting)
	inside.HandleFunc("POST /waitlist/plans", s.makePlan)
	inside.HandleFunc("GET /waitlist/plans/{id}", s.plan)
	inside.HandleFunc("POST /waitlist/plans/{id}/commit", s.commitPlan)
	inside.HandleFunc("GET /waitlist/plans/{id}/commit", s.toPlan)
	inside.HandleFunc("GET /measures", s.measures)
	inside.HandleFunc("POST /measures/{id}/acknowledge", s.acknowledgeMeasure)
	inside.HandleFunc("GET /decisions/{id}", s.decision)
	inside.HandleFunc("GET /reports", s.reports)
	inside.HandleFunc("GET /therapists", s.roster)
	inside.HandleFunc("GET /therapists.csv", s.exportTherapists)
	inside.HandleFunc("POST /therapists/import", s.importTherapists)
	inside.HandleFunc("GET /therapists/{id}/hours", s.hours)
	inside.HandleFunc("POST /therapists/{id}/hours", s.saveHours)
	inside.HandleFunc("GET /therapists/{id}/clients", s.caseload)
	inside.HandleFunc("POST /therapists/{id}/clients", s.saveCaseload)
	inside.HandleFunc("GET /calendar", s.practiceCalendar)
	inside.HandleFunc("POST /calendar/close", s.closePractice)
	inside.HandleFunc("POST /calendar/open", s.openPractice)
	inside.HandleFunc("POST /calendar/rooms", s.addRoom)
	inside.HandleFunc("POST /calendar/sites", s.addSite)
	inside.HandleFunc("/", s.notFound)

	mux := http.NewServeMux()
	mux.HandleFunc("GET /static/{file}", serveStatic)
	mux.HandleFunc("GET /signin", s.signInForm)
	mux.HandleFunc("POST /signin", s.signIn)
	mux.HandleFunc("POST /signout", s.signOut)
	mux.Handle("/", s.signedIn(inside))

	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		Problem(w, r, http.StatusForbidden)
	}))
	return s.guard(staffPolicy(), origin.Handler(mux))
}

// signedIn leads everybody without a session to the sign-in page.
func (s *site) signedIn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.Sessions.Member(r) == nil {
			target := "/signin"
			if r.Method == http.MethodGet && r.URL.Path != "/" {
				target += "?next=" + url.QueryEscape(r.URL.RequestURI())
			}
			http.Redirect(w, r, target, http.StatusSeeOther)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// begin is where a member of staff begins: with the day's calls, or with the first page there is for the role.
func (s *site) begin(w http.ResponseWriter, r *http.Request) {
	v := view{Member: s.Sessions.Member(r)}
	switch {
	case v.SeesInquiries() || !v.SeesMeasures() && !v.SeesWaitlist():
		s.today(w, r)
	case v.SeesMeasures():
		http.Redirect(w, r, "/measures", http.StatusSeeOther)
	default:
		http.Redirect(w, r, "/waitlist", http.StatusSeeOther)
	}
}

// has reports whether the member of staff has the role. It decides only what is shown; the services decide what is done.
func (s *site) has(r *http.Request, role optionsv1.Policy_Role) bool {
	return slices.Contains(s.Sessions.Member(r).GetRoles(), role)
}

// hasAny reports whether the signed-in person has one of the roles.
func (v view) hasAny(roles ...optionsv1.Policy_Role) bool {
	return slices.ContainsFunc(v.Member.GetRoles(), func(r optionsv1.Policy_Role) bool { return slices.Contains(roles, r) })
}

// FrontDesk reports whether the signed-in person works at the front desk.
func (v view) FrontDesk() bool { return v.hasAny(optionsv1.Policy_FRONT_DESK) }

// SeesInquiries reports whether the signed-in person may read who clients are: all of them, or their own.
func (v view) SeesInquiries() bool {
	return v.hasAny(optionsv1.Policy_FRONT_DESK, optionsv1.Policy_CLINICIAN)
}

// SeesCalendar reports whether the calendar's page has anything for the signed-in person.
func (v view) SeesCalendar() bool {
	return v.hasAny(optionsv1.Policy_FRONT_DESK, optionsv1.Policy_ADMIN, optionsv1.Policy_CLINICIAN)
}

// signInBody is the sign-in page: where to go afterwards.
type signInBody struct{ Next string }

func (s *site) signInForm(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, http.StatusOK, "signin", view{
		Title: "Sign in", Private: true, Body: signInBody{Next: localPath(r.URL.Query().Get("next"))},
	})
}

// signIn takes a token and opens a session.
func (s *site) signIn(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	next := localPath(r.PostForm.Get("next"))
	err := s.Sessions.Start(w, r, strings.TrimSpace(r.PostForm.Get("token")))
	switch status := statusOf(err); {
	case err == nil:
		http.Redirect(w, r, next, http.StatusSeeOther)
	case status == http.StatusUnauthorized || status == http.StatusBadRequest:
		s.render(w, r, http.StatusUnauthorized, "signin", view{
			Title: "Sign in", Private: true, Body: signInBody{Next: next},
			Problems: []problem{{"token", "That token is not valid. Check that you copied all of it"}},
		})
	default:
		s.fail(w, r, err)
	}
}

// signOut ends the session; a session that is gone is fine.
func (s *site) signOut(w http.ResponseWriter, r *http.Request) {
	if err := s.Sessions.End(w, r); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/signin", http.StatusSeeOther)
}

// localPath keeps a path of this site and drops everything else.
func localPath(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n") {
		return "/"
	}
	return next
}
