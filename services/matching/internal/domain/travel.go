package domain

import "slices"

// travels reports whether it matters where sessions are: the client may come in person, and not to every site. Which sites
// those are staff and client settle together; no address, area or distance of the client is known here.
func travels(n *Need) bool { return len(n.Sites) > 0 && slices.Contains(n.modes(), InPerson) }

// reaches reports whether the client can get to the opening.
func (n *Need) reaches(o Opening) bool {
	return o.Mode != InPerson || len(n.Sites) == 0 || slices.Contains(n.Sites, o.Site)
}

// anySite is the need of a client who can get anywhere.
func anySite(n *Need) Need {
	relaxed := *n
	relaxed.Sites = nil
	return relaxed
}

// elsewhere reports whether the i-th therapist, who has no opening that suits, has one where the client cannot get to.
func (v *view) elsewhere(a *asked, i int) bool {
	if !travels(a.need) {
		return false
	}
	relaxed := anySite(a.need)
	openings, _ := v.judge(v.ask(&relaxed), i, KeyAnySite)
	return len(openings) > 0
}
