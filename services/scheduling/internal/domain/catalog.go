package domain

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Catalog is everything slots are computed from except the rows that occupy time. It is immutable and shared; Version
// says which state of the store it shows.
type Catalog struct {
	Version  int64
	Practice *time.Location

	types     map[string]*Type
	providers []member
	rooms     []Room
	index     map[string]int
	roomIndex map[string]int
	// closures are by date; closed is their time, like touching wants it, in order and disjoint.
	closures []Closure
	sites    []Site
	// several says that rooms belong to sites.
	several bool
	rosters rosters
	closed  []block
	// takers are the indexes of the providers who take a type.
	takers map[string][]int
	// bits has a bit for every type; first are the types that new clients begin with.
	bits  map[string]uint64
	first []string
}

// member is a provider with its zone resolved.
type member struct {
	*Provider
	zone *time.Location
	// bound says that it is at given sites in some hours.
	bound bool
	// elsewhere is the busy time of the provider's calendars elsewhere; like touching wants it, in order and disjoint.
	elsewhere []block
	// limits are those of the schedule.
	limits []limit
}

// NewCatalog returns the catalog of the given parts. Providers are put in
// order of their ids, rooms in the order in which they are tried.
func NewCatalog(version int64, practice *time.Location, types []Type, providers []Provider, rooms []Room) (*Catalog, error) {
	c := &Catalog{
		Version: version, Practice: practice,
		types:     make(map[string]*Type, len(types)),
		providers: make([]member, 0, len(providers)),
		rooms:     slices.Clone(rooms),
		index:     make(map[string]int, len(providers)),
		roomIndex: make(map[string]int, len(rooms)),
		takers:    make(map[string][]int, len(types)),
		bits:      make(map[string]uint64, len(types)),
	}
	for i := range types {
		c.types[types[i].ID] = &types[i]
		c.bits[types[i].ID] = 1 << i
		if types[i].NewClient {
			c.first = append(c.first, types[i].ID)
		}
	}
	zones := make(map[string]*time.Location)
	for i := range providers {
		p := &providers[i]
		loc, ok := zones[p.Schedule.TimeZone]
		if !ok {
			var err error
			if loc, err = Zone(p.Schedule.TimeZone); err != nil {
				return nil, fmt.Errorf("provider %s: %w", p.ID, err)
			}
			zones[p.Schedule.TimeZone] = loc
		}
		c.providers = append(c.providers, member{
			Provider: p, zone: loc, bound: p.sited(), limits: c.limits(p.Schedule.Limits),
		})
	}
	slices.SortFunc(c.providers, func(a, b member) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(c.rooms, byFeatures)
	for i, p := range c.providers {
		c.index[p.ID] = i
		for id := range c.types {
			if p.Takes(id) {
				c.takers[id] = append(c.takers[id], i)
			}
		}
	}
	for i, r := range c.rooms {
		c.several = c.several || r.SiteID != ""
		c.roomIndex[r.ID] = i
	}
	return c, nil
}

// Type returns the appointment type, nil when there is none of that id.
func (c *Catalog) Type(id string) *Type { return c.types[id] }

// Provider returns the provider, nil when there is none of that id. It is read-only.
func (c *Catalog) Provider(id string) *Provider {
	if i, ok := c.index[id]; ok {
		return c.providers[i].Provider
	}
	return nil
}

// RoomName returns the display name of the room, "" when there is none of that id.
func (c *Catalog) RoomName(id string) string {
	if i, ok := c.roomIndex[id]; ok {
		return c.rooms[i].DisplayName
	}
	return ""
}

// name gives the row the display names staff see.
func (c *Catalog) name(a *Appointment) {
	if p := c.Provider(a.ProviderID); p != nil {
		a.ProviderName = p.DisplayName
	}
	a.RoomName = c.RoomName(a.RoomID)
	if i, ok := c.roomIndex[a.RoomID]; ok {
		a.SiteID = c.rooms[i].SiteID
		a.SiteName = c.SiteName(a.SiteID)
	}
}

// candidates returns the indexes of the providers that could take a slot of the type: one, or all who take it. The
// caller does not change the list.
func (c *Catalog) candidates(t *Type, providerID string) []int {
	if providerID != "" {
		i, ok := c.index[providerID]
		if !ok || !c.providers[i].Takes(t.ID) {
			return nil
		}
		return []int{i}
	}
	return c.takers[t.ID]
}
