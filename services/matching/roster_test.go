package matching_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"google.golang.org/protobuf/proto"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching"
)

func (b *bundle) create(t *matchingv1.Therapist) *matchingv1.Therapist {
	b.t.Helper()
	r, err := b.staff.CreateTherapist(b.admin(), &matchingv1.CreateTherapistRequest{Therapist: t})
	require.NoError(b.t, err)
	return r.GetTherapist()
}

func (b *bundle) export() string {
	b.t.Helper()
	var file strings.Builder
	req := &matchingv1.ExportTherapistsRequest{PageSize: 5}
	for {
		r, err := b.staff.ExportTherapists(b.admin(), req)
		require.NoError(b.t, err)
		require.Equal(b.t, req.GetPageToken() == "", len(r.GetColumns()) > 20)
		file.WriteString(r.GetCsv())
		if req.PageToken = r.GetNextPageToken(); req.GetPageToken() == "" {
			return file.String()
		}
	}
}

func (b *bundle) roster(deleted bool) []*matchingv1.Therapist {
	b.t.Helper()
	r, err := b.staff.ListTherapists(b.admin(), &matchingv1.ListTherapistsRequest{PageSize: 200, ShowDeleted: deleted})
	require.NoError(b.t, err)
	return r.GetTherapists()
}

// A replica is asked only once it knows the therapists; it needs nobody else for that.
func TestReadyWithTheTherapists(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.stop()
		b.offline.cut("EnsureProvider", "")
		service, err := matching.New(t.Context(), matching.Config{TimeZone: "America/New_York"},
			matching.Deps{DB: b.db, Clock: b.clock, Log: zap.NewNop(), Scheduling: b.offline, Keyring: b.keyring})
		require.NoError(t, err)
		b.service = service
		require.ErrorContains(t, b.service.Ready(t.Context()), "still being read")
		b.run()
	})
}

// A practice exported and taken in again is unchanged; taken in by another practice it is the same.
func TestExportAndImport(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		before := b.roster(false)
		file := b.export()
		for range 2 {
			r := b.imported(&matchingv1.ImportTherapistsRequest{Csv: file})
			require.True(t, r.GetApplied())
			require.EqualValues(t, len(before), r.GetUnchanged())
		}
		for i, after := range b.roster(false) {
			require.True(t, proto.Equal(before[i], after))
		}

		other := setup(t, b.engine)
		for _, th := range other.roster(false) {
			_, err := other.staff.DeleteTherapist(other.admin(), &matchingv1.DeleteTherapistRequest{Name: th.GetName()})
			require.NoError(t, err)
		}
		strange := strings.NewReplacer(ids(before)...).Replace(file)
		r := other.imported(&matchingv1.ImportTherapistsRequest{Csv: renamed(strange)})
		require.EqualValues(t, len(before), r.GetCreated(), r)
		for i, after := range other.roster(false) {
			want := proto.CloneOf(before[i])
			want.Name, want.Etag, want.CreateTime, want.UpdateTime = after.GetName(), after.GetEtag(), after.GetCreateTime(), after.GetUpdateTime()
			want.DisplayName = "New " + want.GetDisplayName()
			require.True(t, proto.Equal(want, after), "want %v\ngot  %v", want, after)
			require.True(t, id.Valid(strings.TrimPrefix(after.GetName(), "therapists/")))
		}
	})
}

// ids pairs each id with another one.
func ids(all []*matchingv1.Therapist) (out []string) {
	for _, th := range all {
		bare := strings.TrimPrefix(th.GetName(), "therapists/")
		out = append(out, bare, id.Derive("another practice", bare))
	}
	return out
}

func TestDeleteAndUndelete(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		first := b.create(newcomer())
		name := first.GetName()
		require.True(t, b.candidate(name))

		_, err := b.staff.DeleteTherapist(b.admin(), &matchingv1.DeleteTherapistRequest{Name: name, Etag: "stale"})
		require.Equal(t, name, requireReason(t, errs.ReasonETagMismatch, err).Metadata["resource"])
		r, err := b.staff.DeleteTherapist(b.admin(), &matchingv1.DeleteTherapistRequest{Name: name, Etag: first.GetEtag()})
		require.NoError(t, err)
		deleted := r.GetTherapist()
		require.Equal(t, b.clock.Now().UTC(), deleted.GetDeleteTime().AsTime())
		require.NotEqual(t, first.GetEtag(), deleted.GetEtag())
		require.False(t, b.candidate(name))
		require.Len(t, b.roster(false), 12)
		require.Len(t, b.roster(true), 13)

		again, err := b.staff.DeleteTherapist(b.admin(), &matchingv1.DeleteTherapistRequest{Name: name})
		require.NoError(t, err)
		require.True(t, proto.Equal(deleted, again.GetTherapist()))
		_, err = b.staff.UpdateTherapist(b.admin(), &matchingv1.UpdateTherapistRequest{Therapist: &matchingv1.Therapist{Name: name, FeeCents: 1}})
		requireReason(t, "THERAPIST_DELETED", err)
		read, err := b.staff.GetTherapist(b.desk(), &matchingv1.GetTherapistRequest{Name: name})
		require.NoError(t, err)
		require.True(t, proto.Equal(deleted, read.GetTherapist()))

		_, err = b.staff.UndeleteTherapist(b.admin(), &matchingv1.UndeleteTherapistRequest{Name: name, Etag: first.GetEtag()})
		requireReason(t, errs.ReasonETagMismatch, err)
		back, err := b.staff.UndeleteTherapist(b.admin(), &matchingv1.UndeleteTherapistRequest{Name: name, Etag: deleted.GetEtag()})
		require.NoError(t, err)
		require.Nil(t, back.GetTherapist().GetDeleteTime())
		require.True(t, b.candidate(name))
		_, err = b.staff.DeleteTherapist(b.admin(), &matchingv1.DeleteTherapistRequest{Name: "therapists/" + id.New()})
		requireReason(t, errs.ReasonNotFound, err)
	})
}

func TestLicenseWarnings(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		list := func(days int32) []*matchingv1.LicenseWarning {
			r, err := b.staff.ListLicenseWarnings(b.desk(), &matchingv1.ListLicenseWarningsRequest{WithinDays: days})
			require.NoError(t, err)
			return r.GetWarnings()
		}
		before := len(list(0))
		soon := newcomer()
		soon.Licenses[0].ExpireDate = "2026-11-23"
		soon = b.create(soon)
		got := list(0)
		require.Len(t, got, before+1)
		require.True(t, proto.Equal(&matchingv1.LicenseWarning{
			Therapist: soon.GetName(), DisplayName: soon.GetDisplayName(), State: "NY", Title: "LMFT", ExpireDate: "2026-11-23", DaysLeft: -1, Expired: true,
		}, got[0]), got[0])
		_, err := b.staff.DeleteTherapist(b.admin(), &matchingv1.DeleteTherapistRequest{Name: soon.GetName()})
		require.NoError(t, err)
		require.Len(t, list(0), before)
	})
}
