package evidence

import "math"

// Constants of the risk adjustment.
const (
	// folds is how many parts the data is split into for prediction. Policy; five is usual.
	folds = 5
	// ridge is the penalty, in courses: what is not known from more than about ten courses stays near its start. Policy.
	ridge = 10
	// startChange is the change expected before there is data, in d: 0.8, what psychotherapy achieves beside none (Wampold 2001).
	startChange = 0.8
	// scaleWeight is how many courses the assumption of a variance of one weighs against the data. Policy.
	scaleWeight = 22
)

// Adjust returns each course's change over what its case mix lets expect, in the order given, in units of its standard
// deviation over all courses. The expectation knows nothing of the therapist, and is made without the client's fold.
func Adjust(courses []Course) []float64 {
	var all [folds]normal
	for i := range courses {
		c := &courses[i]
		x := c.row()
		all[fold(c.Inquiry)].add(&x, c.change())
	}
	var expected [folds][features]float64
	for left := range folds {
		var n normal
		for f := range folds {
			if f != left {
				n.merge(&all[f])
			}
		}
		expected[left] = n.solve()
	}
	out := make([]float64, len(courses))
	variance := float64(scaleWeight)
	for i := range courses {
		c := &courses[i]
		x := c.row()
		out[i] = c.change() - dot(&x, &expected[fold(c.Inquiry)])
		variance += float64(out[i] * out[i])
	}
	scale := math.Sqrt(variance / float64(scaleWeight+len(courses)))
	for i := range out {
		out[i] /= scale
	}
	return out
}

// normal holds the normal equations of a part of the data.
type normal struct {
	xx [features][features]float64
	xy [features]float64
}

func (n *normal) add(x *[features]float64, y float64) {
	for a, xa := range x {
		if xa == 0 {
			continue
		}
		n.xy[a] += float64(xa * y)
		for b, xb := range x {
			n.xx[a][b] += float64(xa * xb)
		}
	}
}

func (n *normal) merge(o *normal) {
	for a := range features {
		n.xy[a] += o.xy[a]
		for b := range features {
			n.xx[a][b] += o.xx[a][b]
		}
	}
}

// solve returns the coefficients, drawn towards the start: the same change in every domain, whatever the case.
func (n *normal) solve() [features]float64 {
	for a := range features {
		n.xx[a][a] += ridge
		if a < Domains {
			n.xy[a] += ridge * startChange
		}
	}
	return cholesky(&n.xx, n.xy)
}

func dot(a, b *[features]float64) (sum float64) {
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
}

// cholesky solves ax = b for a symmetric, positive definite a, which it overwrites.
func cholesky(a *[features][features]float64, b [features]float64) [features]float64 {
	for i := range features {
		for j := range i + 1 {
			sum := a[i][j]
			for k := range j {
				sum -= float64(a[i][k] * a[j][k])
			}
			if i == j {
				a[i][i] = math.Sqrt(sum)
			} else {
				a[i][j] = sum / a[j][j]
			}
		}
	}
	for i := range features {
		for k := range i {
			b[i] -= float64(a[i][k] * b[k])
		}
		b[i] /= a[i][i]
	}
	for i := features - 1; i >= 0; i-- {
		for k := i + 1; k < features; k++ {
			b[i] -= float64(a[k][i] * b[k])
		}
		b[i] /= a[i][i]
	}
	return b
}
