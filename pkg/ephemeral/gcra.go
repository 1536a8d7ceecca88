package ephemeral

import (
	"errors"
	"time"
)

// The limits follow the generic cell rate algorithm (ITU-T I.371): one number
// per key, the theoretical arrival time, up to which the budget is spent. A
// thing moves it one interval ahead, and is refused if that would take it more
// than a whole burst ahead of now. Times are microseconds, which Lua's numbers
// hold exactly.

// interval returns the microseconds between two things at the average rate.
func (r Rate) interval() (int64, error) {
	if r.Count <= 0 || r.Burst <= 0 || r.Period < time.Duration(r.Count)*time.Microsecond {
		return 0, errors.New("ephemeral: a rate needs a positive count, burst and period")
	}
	return r.Period.Microseconds() / int64(r.Count), nil
}

// decide describes the state in which the arrival time is ahead of now by ahead
// microseconds, after an allowed thing was counted.
func decide(allowed bool, ahead, interval int64, burst int) Decision {
	free := interval*int64(burst) - ahead
	d := Decision{
		Allowed:    allowed,
		Remaining:  int(max(0, free/interval)),
		ResetAfter: time.Duration(ahead) * time.Microsecond,
	}
	if !allowed {
		d.RetryAfter = time.Duration(interval-free) * time.Microsecond
	}
	return d
}
