package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

func TestInquiriesOfATherapist(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *shelf) {
		paired, act := s.inquiry()
		paired.Inquiry.Therapist = "th"
		require.NoError(t, s.finish(paired, act))
		unpaired, act := s.inquiry()
		require.NoError(t, s.finish(unpaired, act))
		for therapist, want := range map[string]string{"th": paired.Inquiry.ID, "": unpaired.Inquiry.ID} {
			for _, q := range []domain.Query{
				{Therapist: &therapist}, {Filter: [][]domain.Term{{{Field: domain.FieldTherapist, Value: therapist}}}},
			} {
				q.Limit = 10
				list, err := s.Inquiries(t.Context(), q)
				require.NoError(t, err)
				require.Len(t, list, 1)
				require.Equal(t, want, list[0].ID)
			}
		}
	})
}
