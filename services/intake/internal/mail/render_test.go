package mail_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/services/intake/internal/mail"
)

func TestConfirmationInFull(t *testing.T) {
	t.Parallel()
	r := render(t, message(mail.ConsultationConfirmed))
	require.Equal(t, "Call confirmed – Hudson Office", r.subject)
	require.Equal(t, "Hudson Office", r.from.Name)
	require.Equal(t, sender, r.from.Address)
	require.Equal(t, "<ana@example.com>", r.header.Get("To"))
	require.Equal(t, "<onxw2zjanfzsa3lfonzwcz3fea@hudson.example>", r.header.Get("Message-ID"))
	require.Equal(t, "Mon, 23 Nov 2026 15:00:00 +0000", r.header.Get("Date"))
	require.Equal(t, "auto-generated", r.header.Get("Auto-Submitted"))
	require.Equal(t, `Hello,

Your call is confirmed.

When: Tuesday, November 24, 2026, 2:20 PM Eastern Time (New York, UTC-5) (10 minutes)
How: by phone; we call you
With: Hudson Office, +1 212 555 0100
Code: 7K2M-9QXD

Move or cancel it here:
`+manageURL+`

The attached file puts it in your calendar.

In danger now? Call 911. Call or text 988, at any hour, to talk to someone.
This mailbox is not monitored around the clock.

-- 
Hudson Office
+1 212 555 0100
`, r.text())
}

func TestSpanishCancellationInFull(t *testing.T) {
	t.Parallel()
	r := render(t, message(mail.FirstSessionCancelled, func(m *mail.Message) {
		m.Locale, m.Mode, m.TimeZone, m.ManageURL = "es", mail.ModeInPerson, "America/Los_Angeles", ""
	}))
	require.Equal(t, "Cita cancelada – Hudson Office", r.subject)
	require.Equal(t, `Hola:

Su cita está cancelada.

Estaba prevista para: martes, 24 de noviembre de 2026, 11:20 a. m., hora del Pacífico (Los Angeles, UTC-8)
Con: Hudson Office

Para buscar otra hora, llámenos al +1 212 555 0100.

¿Está en peligro ahora? Llame al 911. Llame al 988 (oprima 2) o envíe AYUDA por texto al 988, a cualquier hora.
Este buzón no se atiende las 24 horas.

-- 
Hudson Office
+1 212 555 0100
`, r.text())
}

func TestSubjects(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		kind               mail.Kind
		mode, locale, want string
	}{
		{mail.ConsultationMoved, mail.ModePhone, "en-US", "Call moved – Hudson Office"},
		{mail.ConsultationCancelled, mail.ModePhone, "en-US", "Call cancelled – Hudson Office"},
		{mail.FirstSessionConfirmed, mail.ModeVideo, "en-GB", "Call confirmed – Hudson Office"},
		{mail.FirstSessionConfirmed, mail.ModeInPerson, "en-US", "Appointment confirmed – Hudson Office"},
		{mail.ConsultationConfirmed, mail.ModePhone, "es-MX", "Llamada confirmada – Hudson Office"},
		{mail.ConsultationConfirmed, mail.ModePhone, "de-DE", "Call confirmed – Hudson Office"},
		{mail.ConsultationConfirmed, mail.ModePhone, "??", "Call confirmed – Hudson Office"},
	} {
		r := render(t, message(tc.kind, func(m *mail.Message) { m.Mode, m.Locale = tc.mode, tc.locale }))
		require.Equal(t, tc.want, r.subject)
	}
}

func TestTimesAreSaidWithTheirZone(t *testing.T) {
	t.Parallel()
	winter, summer := time.Date(2026, 1, 15, 17, 0, 0, 0, time.UTC), time.Date(2026, 7, 15, 17, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		start              time.Time
		zone, locale, want string
	}{
		{winter, "America/New_York", "en", "Thursday, January 15, 2026, 12:00 PM Eastern Time (New York, UTC-5)"},
		{summer, "America/New_York", "en", "Wednesday, July 15, 2026, 1:00 PM Eastern Time (New York, UTC-4)"},
		{winter, "America/Havana", "en", "12:00 PM Havana time (UTC-5)"},
		{winter, "America/Phoenix", "en", "10:00 AM Mountain Time (Phoenix, UTC-7)"},
		{winter, "Asia/Kolkata", "en", "10:30 PM Kolkata time (UTC+5:30)"},
		{winter, "America/St_Johns", "en", "1:30 PM St Johns time (UTC-3:30)"},
		{winter, "Asia/Tokyo", "en", "Friday, January 16, 2026, 2:00 AM Tokyo time (UTC+9)"},
		{winter, "Not/AZone", "en", "5:00 PM UTC"},
		{winter, "", "en", "5:00 PM UTC"},
		{winter, "Local", "es", "5:00 p. m., UTC"},
		{summer, "Europe/Madrid", "es", "miércoles, 15 de julio de 2026, 7:00 p. m., hora de Madrid (UTC+2)"},
		{winter, "Pacific/Honolulu", "es", "7:00 a. m., hora de Hawái (Honolulu, UTC-10)"},
	} {
		r := render(t, message(mail.ConsultationConfirmed, func(m *mail.Message) {
			m.StartTime, m.EndTime, m.TimeZone, m.Locale = tc.start, tc.start.Add(10*time.Minute), tc.zone, tc.locale
		}))
		require.Contains(t, r.text(), tc.want)
	}
}

func TestWithoutALinkThereIsThePhone(t *testing.T) {
	t.Parallel()
	r := render(t, message(mail.ConsultationMoved, func(m *mail.Message) { m.ManageURL, m.Code = "", "" }))
	require.Contains(t, r.text(), "To move or cancel it, call us at +1 212 555 0100.")
	require.NotContains(t, r.text(), "Code")
	require.NotContains(t, r.text(), "http")
}

func TestEveryMessageNamesTheCrisisLines(t *testing.T) {
	t.Parallel()
	for _, m := range everyMessage() {
		text := render(t, m).text()
		require.Contains(t, text, "988")
		require.Contains(t, text, "911")
	}
}

func TestIDsMayEndWithAnAddress(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"127.0.0.1", "localhost", "::1", "[IPv6:::1]"} {
		r := render(t, message(mail.ConsultationConfirmed, func(m *mail.Message) {
			m.UID, m.MessageID = "abc@"+host, "def@"+host
		}))
		require.Equal(t, "<def@"+host+">", r.header.Get("Message-ID"))
		require.Contains(t, r.ics(), "UID:abc@"+host+"\r\n")
	}
}

// A message is built from this list and nothing else; a field that
// is not there cannot leak.
func TestMessageHasTheAllowedFieldsOnly(t *testing.T) {
	t.Parallel()
	allowed := map[string]string{
		"Kind": "mail.Kind", "To": "string", "StartTime": "time.Time", "EndTime": "time.Time", "TimeZone": "string",
		"PracticeShortName": "string", "PracticePhone": "string", "ManageURL": "string", "Code": "string",
		"UID": "string", "Sequence": "int", "MessageID": "string", "Locale": "string", "Mode": "string",
	}
	fields := map[string]string{}
	for f := range reflect.TypeFor[mail.Message]().Fields() {
		fields[f.Name] = f.Type.String()
	}
	require.Equal(t, allowed, fields)
}

func TestRenderRefuses(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*mail.Message){
		"unknown kind":          func(m *mail.Message) { m.Kind = "REMINDER" },
		"no recipient":          func(m *mail.Message) { m.To = "" },
		"a named recipient":     func(m *mail.Message) { m.To = "Ana Ruiz <ana@example.com>" },
		"two recipients":        func(m *mail.Message) { m.To = "ana@example.com, lou@example.com" },
		"recipient with header": func(m *mail.Message) { m.To = "ana@example.com\r\nBcc: lou@example.com" },
		"no start":              func(m *mail.Message) { m.StartTime = time.Time{} },
		"end before start":      func(m *mail.Message) { m.EndTime = m.StartTime },
		"name of two lines":     func(m *mail.Message) { m.PracticeShortName = "Hudson\r\nBcc: lou@example.com" },
		"no name":               func(m *mail.Message) { m.PracticeShortName = "" },
		"no phone":              func(m *mail.Message) { m.PracticePhone = " " },
		"uid without domain":    func(m *mail.Message) { m.UID = "abc" },
		"uid of two lines":      func(m *mail.Message) { m.UID = "abc\r\nSUMMARY:x@hudson.example" },
		"message id brackets":   func(m *mail.Message) { m.MessageID = "<abc@hudson.example>" },
		"two domains":           func(m *mail.Message) { m.MessageID = "abc@hudson.example@example.com" },
		"no message id":         func(m *mail.Message) { m.MessageID = "" },
		"negative sequence":     func(m *mail.Message) { m.Sequence = -1 },
		"unknown mode":          func(m *mail.Message) { m.Mode = "" },
		"token in the query":    func(m *mail.Message) { m.ManageURL = "https://go.hudson.example/m?t=abc" },
		"link without token":    func(m *mail.Message) { m.ManageURL = "https://go.hudson.example/m" },
		"link of another kind":  func(m *mail.Message) { m.ManageURL = "javascript:alert(1)#t=abc" },
		"code with words":       func(m *mail.Message) { m.Code = "Ana Ruiz" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := newRenderer(t).Render(message(mail.ConsultationConfirmed, change))
			var refused *mail.Error
			require.ErrorAs(t, err, &refused)
			require.True(t, refused.Permanent)
			require.NotContains(t, err.Error(), "example")
			require.NotContains(t, err.Error(), "Ana")
		})
	}
	_, err := mail.NewRenderer("Hudson Office <office@hudson.example>", clock.System())
	require.Error(t, err)
}
