package intake

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

// TestNothingPersonalIsStoredInTheClear leads a person through everything that is stored, with letters that wait, a
// write under way and answers for repeats, and looks for the person in the bytes of the database.
func TestNothingPersonalIsStoredInTheClear(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		form := b.form(0)
		form.Guardian = &intakev1.Guardian{GivenName: "Gustavcanary", Phone: "+12125550177", Relation: "unclecanary"}
		booked, err := b.public.SubmitInquiry(b.visitor(), form)
		require.NoError(t, err)
		moved, err := b.public.RescheduleConsultation(b.visitor(), &intakev1.RescheduleConsultationRequest{
			Token: token(booked.GetManageUrl()), RequestId: newRequest(),
			When: &intakev1.RescheduleConsultationRequest_Slot{Slot: b.open(3)},
		})
		require.NoError(t, err)
		inquiry := b.only()
		require.True(t, bytes.Contains(b.dump(), []byte(id.SecretHash(token(moved.GetManageUrl())))), "only the hash")
		_, err = b.staff.RecordCall(b.desk(), &intakev1.RecordCallRequest{
			Name: inquiry.GetName(), Outcome: intakev1.RecordCallRequest_REACHED, Need: couple(),
			Note: proto.String("callnotecanary"), RequestId: newRequest(),
		})
		require.NoError(t, err)
		r := b.pairing(inquiry.GetName())
		r.OverrideReason = "overridecanary"
		b.faults.block("BookAppointment", 1)
		_, err = b.staff.PairInquiry(b.desk(), r)
		require.Error(t, err)

		canaries := []string{
			"canary", "Anastasia", "nobody else may read", "2125550142", "555-0142", "5550142", "2125550177",
			strings.ReplaceAll(booked.GetConfirmationCode(), "-", ""), booked.GetConfirmationCode(),
			token(booked.GetManageUrl()), token(moved.GetManageUrl()),
		}
		haystack := b.dump()
		require.Contains(t, string(haystack), inquiry.GetConsultation().GetAppointment(), "the look is not in vain")
		for _, c := range canaries {
			require.False(t, bytes.Contains(haystack, []byte(c)), "found %q", c)
		}
	})
}

// dump is every byte the database keeps.
func (b *bundle) dump() []byte { return dbtest.Dump(b.t, b.db) }

func TestLettersGoOutOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		booked := b.book(0)
		send := func() {
			_, err := b.service.intake.SendDue(context.WithoutCancel(t.Context()))
			require.NoError(t, err)
		}
		send()
		send()
		letters := b.letters()
		require.Len(t, letters, 1)
		require.Contains(t, letters[0], "ana.canary@example.com")
		require.NotContains(t, letters[0], "Anastasia")
		name := b.only().GetName()
		etag := b.only().GetEtag()
		require.Equal(t, []string{"RECEIVED", "CONSULTATION_BOOKED", "MESSAGE_SENT"}, b.kinds(name))

		// A letter that still waits is outdated by the next about the same visit.
		url := booked.GetManageUrl()
		for n := range 2 {
			moved, err := b.public.RescheduleConsultation(b.visitor(), &intakev1.RescheduleConsultationRequest{
				Token: token(url), RequestId: newRequest(),
				When: &intakev1.RescheduleConsultationRequest_Slot{Slot: b.open(5 + n)},
			})
			require.NoError(t, err)
			url = moved.GetManageUrl()
		}
		require.NotEqual(t, etag, b.only().GetEtag())
		etag = b.only().GetEtag()
		send()
		require.Len(t, b.letters(), 2)
		require.Equal(t, etag, b.only().GetEtag(), "sending changes nothing staff have read")
	})
}

func TestALetterThatCannotBeSentIsTriedAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.book(0)
		dir := filepath.Join(b.cfg.DataDir, mailDir)
		require.NoError(t, os.RemoveAll(dir))
		_, err := b.service.intake.SendDue(t.Context())
		require.NoError(t, err)
		require.Equal(t, []string{"RECEIVED", "CONSULTATION_BOOKED"}, b.kinds(b.only().GetName()))
		require.NoError(t, os.Mkdir(dir, 0o700))
		_, err = b.service.intake.SendDue(t.Context())
		require.NoError(t, err)
		require.Empty(t, b.letters(), "not before its pause is over")
		b.clock.Advance(time.Minute)
		_, err = b.service.intake.SendDue(t.Context())
		require.NoError(t, err)
		require.Len(t, b.letters(), 1)
	})
}

// letters are the e-mails that were sent.
func (b *bundle) letters() []string {
	files, err := filepath.Glob(filepath.Join(b.cfg.DataDir, mailDir, "*.eml"))
	require.NoError(b.t, err)
	var letters []string
	for _, f := range files {
		data, err := os.ReadFile(f)
		require.NoError(b.t, err)
		letters = append(letters, string(data))
	}
	return letters
}
