package domain

import (
	"cmp"
	"slices"
)

// Site is an address of the practice.
type Site struct {
	ID, DisplayName string
}

// Room is a place where sessions are held.
type Room struct {
	ID, DisplayName string
	// SiteID is "" in a practice with one site.
	SiteID string
	// Accessible rooms can be used without steps.
	Accessible bool
	// Capacity is how many persons find a seat besides the therapist; 0 when nobody has said.
	Capacity int
}

// RoomWish is what an appointment asks of its room, besides that it be free.
type RoomWish struct {
	// Persons is how many come; 0 when nobody has said.
	Persons    int  `json:",omitempty"`
	Accessible bool `json:",omitempty"`
	// SiteID is where it must be; "" for anywhere.
	SiteID string `json:",omitempty"`
}

// and returns a wish that asks for all of both; where they name two sites it is the first.
func (w RoomWish) and(other RoomWish) RoomWish {
	return RoomWish{
		Persons: max(w.Persons, other.Persons), Accessible: w.Accessible || other.Accessible,
		SiteID: cmp.Or(w.SiteID, other.SiteID),
	}
}

// suits reports whether the room has what is asked for.
func (r *Room) suits(w *RoomWish) bool {
	return (r.Capacity == 0 || w.Persons <= r.Capacity) && (r.Accessible || !w.Accessible) &&
		(w.SiteID == "" || w.SiteID == r.SiteID)
}

// byFeatures orders rooms so that the first one that suits has least to spare: an accessible or a large room stays
// free for those who need it.
func byFeatures(a, b Room) int {
	unbounded := func(r Room) bool { return r.Capacity == 0 }
	return cmp.Or(
		order(a.Accessible, b.Accessible), order(unbounded(a), unbounded(b)), cmp.Compare(a.Capacity, b.Capacity),
		cmp.Compare(a.ID, b.ID))
}

// WithSites names the practice's sites. It is called once, before the catalog is shared.
func (c *Catalog) WithSites(sites []Site) *Catalog {
	c.sites = slices.Clone(sites)
	return c
}

// SiteName returns the display name of the site, "" when there is none of that id.
func (c *Catalog) SiteName(id string) string {
	if i := slices.IndexFunc(c.sites, func(s Site) bool { return s.ID == id }); i >= 0 {
		return c.sites[i].DisplayName
	}
	return ""
}

// Wishing returns the calendar for judging appointments that ask this of their room. Both share what is claimed.
func (c *Calendar) Wishing(w RoomWish) *Calendar {
	out := *c
	out.wish = w
	return &out
}

// sited reports whether the provider is at given sites in some hours.
func (p *Provider) sited() bool {
	return slices.ContainsFunc(p.Schedule.Hours, func(h Hours) bool { return h.SiteID != "" }) ||
		slices.ContainsFunc(p.Schedule.Exceptions, func(e Exception) bool { return e.SiteID != "" })
}

// at returns the sites where the provider is for the start; false when it may be any, as outside the hours.
func (c *Calendar) at(t *Type, provider int, start int64) ([]string, bool) {
	p := c.providers[provider]
	if !p.bound {
		return nil, false
	}
	var sites []string
	bound := true
	p.starts(t, c.zones.of(p.zone), start, start, func(r run) {
		if r.has(t, start) {
			sites, bound = append(sites, r.site), bound && r.site != ""
		}
	})
	return sites, bound && len(sites) > 0
}

// suitable calls yield with every room that has what is asked for at a site where the provider is, free or not, best
// first, until it returns false.
func (c *Calendar) suitable(t *Type, provider int, start int64, yield func(room int) bool) {
	sites, bound := c.at(t, provider, start)
	for i := range c.rooms {
		r := &c.rooms[i]
		if r.suits(&c.wish) && (!bound || slices.Contains(sites, r.SiteID)) && !yield(i) {
			return
		}
	}
}

// freeRooms returns the indexes of the suitable rooms that are free for the whole blocked range.
func (c *Calendar) freeRooms(t *Type, provider int, start int64) []int {
	from, to := t.blocked(start)
	var out []int
	c.suitable(t, provider, start, func(room int) bool {
		if c.roomIsFree(room, from, to) {
			out = append(out, room)
		}
		return true
	})
	return out
}

func (c *Calendar) roomFree(t *Type, provider int, start int64) bool {
	from, to := t.blocked(start)
	found := false
	c.suitable(t, provider, start, func(room int) bool {
		found = c.roomIsFree(room, from, to)
		return !found
	})
	return found
}

// wished returns what the token of a start says of its room: what was asked, and the site of the first free room.
func (c *Calendar) wished(t *Type, provider int, start int64, mode Mode) RoomWish {
	w := c.wish
	w.SiteID = ""
	if mode.NeedsRoom() && c.several {
		from, to := t.blocked(start)
		c.suitable(t, provider, start, func(room int) bool {
			w.SiteID = c.rooms[room].SiteID
			return !c.roomIsFree(room, from, to)
		})
	}
	return w
}

// siteWishes returns the wish once for every site with a suitable room, so that all occurrences of a weekly hour are at
// the same one.
func (c *Calendar) siteWishes() []RoomWish {
	var out []RoomWish
	for i := range c.rooms {
		one := c.wish
		one.SiteID = c.rooms[i].SiteID
		if c.rooms[i].suits(&c.wish) && !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	if len(out) == 0 {
		return []RoomWish{c.wish}
	}
	return out
}
