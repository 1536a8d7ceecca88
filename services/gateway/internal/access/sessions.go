package access

import (
	"context"
	"net/http"
	"time"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/services/gateway/internal/limit"
	"github.com/firstcall-health/firstcall/services/gateway/internal/problem"
)

// Sessions keeps members of staff signed in to the staff pages, by a cookie that holds the secret of a session of
// intake and nothing else.
type Sessions struct {
	auth   *Authenticator
	limits *limit.Limits
	secure bool
}

// NewSessions returns the sessions of the staff listener; secure says that browsers reach it over https.
func NewSessions(auth *Authenticator, limits *limit.Limits, secure bool) *Sessions {
	return &Sessions{auth: auth, limits: limits, secure: secure}
}

type memberKey struct{}

// WithMember returns a context that knows who is signed in.
func WithMember(ctx context.Context, member *intakev1.StaffMember) context.Context {
	return context.WithValue(ctx, memberKey{}, member)
}

// Start opens a session for a bearer token and sets its cookie. It fails with UNAUTHENTICATED for a token that is
// nobody's, and with RATE_LIMITED.
func (s *Sessions) Start(w http.ResponseWriter, r *http.Request, token string) error {
	ctx := r.Context()
	if err := s.limits.Take(ctx, limit.SignIn, limit.Source(ctx)); err != nil {
		return err
	}
	if token == "" || len(token) > maxCredential {
		return problem.Unauthenticated()
	}
	reply, err := s.auth.client.CreateSession(AsGateway(ctx), &intakev1.CreateSessionRequest{Token: token})
	if err != nil {
		return err
	}
	var life time.Duration // none given: until the browser closes
	if expire := reply.GetExpireTime(); expire != nil {
		life = expire.AsTime().Sub(s.auth.clock.Now())
	}
	http.SetCookie(w, s.cookie(reply.GetSession(), life))
	return nil
}

// End ends the session of the request, if any, and clears its cookie. The cookie is cleared also when intake does not
// answer; the session then ends by itself.
func (s *Sessions) End(w http.ResponseWriter, r *http.Request) error {
	secret := s.Secret(r)
	http.SetCookie(w, s.cookie("", -time.Second))
	if secret == "" {
		return nil
	}
	s.auth.Forget(Credential{Session: secret})
	_, err := s.auth.client.EndSession(AsGateway(r.Context()), &intakev1.EndSessionRequest{Session: secret})
	return err
}

// Member returns who is signed in, nil when nobody is.
func (s *Sessions) Member(r *http.Request) *intakev1.StaffMember {
	member, _ := r.Context().Value(memberKey{}).(*intakev1.StaffMember)
	return member
}

// Secret returns the secret in the request's session cookie, "" when it has none, or several.
func (s *Sessions) Secret(r *http.Request) string {
	cookies := r.CookiesNamed(s.name())
	if len(cookies) != 1 {
		return ""
	}
	return cookies[0].Value
}

// name binds the cookie to host and https where there is https.
func (s *Sessions) name() string {
	if s.secure {
		return "__Host-firstcall"
	}
	return "firstcall"
}

func (s *Sessions) cookie(secret string, life time.Duration) *http.Cookie {
	return &http.Cookie{
		Name: s.name(), Value: secret, Path: "/", MaxAge: int(life.Seconds()),
		Secure: s.secure, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	}
}
