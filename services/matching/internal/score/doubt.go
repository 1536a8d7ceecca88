package score

import "math"

// Doubt is how unsure the track record's part of the score is: the standard deviation of the benefit in the domains that count, each
// with its share. sd are those of the domains; common is the part of each that domains share, so that the covariance of two is
// the product of theirs.
func (n *Need) Doubt(sd, common *[Domains]int32) Micro {
	var own, shared int64
	for i := range n.tracks {
		share, k := n.track[i].share, n.track[i].domain
		all, part := share*int64(sd[k])/Unit, share*int64(common[k])/Unit
		own += all*all - part*part
		shared += part
	}
	// The root of a whole number below 2⁵³ is rounded alike on every machine (IEEE 754).
	return int64(math.Sqrt(float64(own + shared*shared)))
}
