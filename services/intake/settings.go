package intake

import (
	"context"
	"sync"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/intake/internal/access"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// settingsTime is how long a change of the practice's settings takes to be seen here.
const settingsTime = 5 * time.Second

// settings remembers the practice's settings for a moment: every booking looks at them.
type settings struct {
	access *access.Access
	clock  clock.Clock

	mu    sync.Mutex
	now   access.Practice
	zone  *time.Location
	until time.Time
}

func (s *settings) read(ctx context.Context) (access.Practice, *time.Location, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.zone != nil && s.clock.Now().Before(s.until) {
		return s.now, s.zone, nil
	}
	practice, err := s.access.Practice(ctx)
	if err != nil {
		return practice, nil, err
	}
	zone, err := time.LoadLocation(practice.TimeZone)
	if err != nil {
		return practice, nil, errs.Internal(err)
	}
	s.now, s.zone, s.until = practice, zone, s.clock.Now().Add(settingsTime)
	return practice, zone, nil
}

func (s *settings) forDomain(ctx context.Context) (domain.Practice, error) {
	practice, zone, err := s.read(ctx)
	return domain.Practice{Zone: zone, PrivacyNotice: practice.PrivacyNoticeVersion}, err
}
