package clock

import (
	"sync"
	"time"
)

// zones are those that were read: [time.LoadLocation] reads the file each time.
var zones sync.Map

// Zone is [time.LoadLocation] that reads a zone once. There are some hundreds.
func Zone(name string) (*time.Location, error) {
	if loc, ok := zones.Load(name); ok {
		return loc.(*time.Location), nil //nolint:forcetypeassert // nothing else is stored
	}
	loc, err := time.LoadLocation(name)
	if err == nil {
		zones.Store(name, loc)
	}
	return loc, err
}
