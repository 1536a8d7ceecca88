package domain

import "time"

// Limits bound a session of the staff pages.
type Limits struct {
	// Idle is how long a session lasts without being used.
	Idle time.Duration
	// Lifetime is how long it lasts at most.
	Lifetime time.Duration
}

// usesPerIdle is how many times within the idle time a use is written down at most: a busy page costs a write now and
// then, not one with every call, and a session may end that much early.
const usesPerIdle = 30

// Session is a time at the staff pages, opened with a token and ending with it.
type Session struct {
	// Hash stands for the secret.
	Hash string
	// TokenHash stands for the token it was opened with.
	TokenHash string
	// CreateTime, UseTime and ExpireTime are when it was opened, last used as far as noted, and ends at the latest.
	CreateTime, UseTime, ExpireTime time.Time
}

// End returns when the session ends if it is not used again.
func (s Session) End(l Limits) time.Time {
	if idle := s.UseTime.Add(l.Idle); idle.Before(s.ExpireTime) {
		return idle
	}
	return s.ExpireTime
}

// Worth reports whether a use at now should be written down.
func (s Session) Worth(now time.Time, l Limits) bool {
	return now.Sub(s.UseTime) >= l.Idle/usesPerIdle
}
