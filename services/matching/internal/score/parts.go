package score

// The terms by their operands, for whoever keeps therapists in columns instead of rows. The terms of a [Row] are made of
// them, so that both agree.

// Base is what meeting every rule is worth.
func (n *Need) Base() Micro { return n.base }

// TrackOf is [Need.Track] of a therapist with this effect in the i-th counted domain.
func (n *Need) TrackOf(i int, theta int32) Micro { return n.track[i].share * Micro(theta) / Unit }

// Concern is the i-th counted concern and the domain it rolls up to.
func (n *Need) Concern(i int) (concern, domain uint8) { return n.focus[i].concern, n.focus[i].domain }

// FocusOf is [Need.Focus] of a therapist with this level in the i-th counted concern, and so many parts of [Whole] left of what is
// declared in its domain.
func (n *Need) FocusOf(i int, level uint64, prior uint16) Micro {
	return n.focus[i].points[level] * Micro(prior) / Whole
}

// WishAt is the i-th wish.
func (n *Need) WishAt(i int) *Wish { return &n.wishes[i] }

// Points is what the coverage of the wish is worth.
func (w *Wish) Points(met Coverage) Micro {
	switch met {
	case Full:
		return w.points
	case Half:
		return w.points / 2
	default:
		return 0
	}
}

// StyleOf is [Need.Style] of a therapist with this style.
func (n *Need) StyleOf(axes [4]int8) Micro {
	if n.axes == 0 {
		return 0
	}
	var distance int64
	for i, wished := range n.style {
		if wished != 0 {
			d := int64(wished) - int64(axes[i])
			distance += max(d, -d)
		}
	}
	return n.stylePoints * (n.axes*widest - distance) / (n.axes * widest)
}

// FeeOf is [Need.Fee] of a therapist with this fee and the lowest of the sliding scale.
func (n *Need) FeeOf(fee, sliding int64) Micro {
	if n.limit <= 0 {
		return 0
	}
	above := Payable(fee, sliding, n.limit) - n.comfort
	if above <= 0 {
		return 0
	}
	const tenth = 10 // by definition: FeeStep is taken for each tenth
	return -n.feeStep * above * tenth / n.limit
}

// MaxStyle is the most that style is worth to anyone.
func (n *Need) MaxStyle() Micro {
	if n.axes == 0 {
		return 0
	}
	return n.stylePoints
}
