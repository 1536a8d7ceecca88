package mail

import (
	"fmt"
	"time"

	"golang.org/x/text/language"
)

// words is one language of the messages. Every text is neutral; a test reads all of them.
type words struct {
	tag language.Tag
	// In person a call would mislead, so that is an appointment.
	call, appointment noun
	hello             string
	when              func(start time.Time) string
	whenLabel         string
	wasLabel          string
	duration          func(minutes int) string
	howLabel          string
	how               map[string]string
	whoLabel          string
	manage            string
	noLink            string
	again             string
	codeLabel         string
	calendar          string
	crisis            string
}

// noun is what a kind of appointment is called, in the forms the messages need.
type noun struct {
	subject map[action]string
	opening map[action]string
}

var english = words{
	tag: language.English,
	call: noun{
		subject: map[action]string{confirmed: "Call confirmed", moved: "Call moved", cancelled: "Call cancelled"},
		opening: map[action]string{
			confirmed: "Your call is confirmed.", moved: "Your call has a new time.", cancelled: "Your call is cancelled.",
		},
	},
	appointment: noun{
		subject: map[action]string{
			confirmed: "Appointment confirmed", moved: "Appointment moved", cancelled: "Appointment cancelled",
		},
		opening: map[action]string{
			confirmed: "Your appointment is confirmed.", moved: "Your appointment has a new time.",
			cancelled: "Your appointment is cancelled.",
		},
	},
	hello:     "Hello,",
	whenLabel: "When", wasLabel: "It was planned for", howLabel: "How", whoLabel: "With", codeLabel: "Code",
	when:     func(t time.Time) string { return t.Format("Monday, January 2, 2006, 3:04 PM") + " " + zoneEnglish(t) },
	duration: func(minutes int) string { return fmt.Sprintf("%d minutes", minutes) },
	how: map[string]string{
		ModePhone: "by phone; we call you", ModeVideo: "by video", ModeInPerson: "in person",
	},
	manage:   "Move or cancel it here:",
	noLink:   "To move or cancel it, call us at %s.",
	again:    "To find another time, call us at %s.",
	calendar: "The attached file puts it in your calendar.",
	crisis: "In danger now? Call 911. Call or text 988, at any hour, to talk to someone.\n" +
		"This mailbox is not monitored around the clock.",
}

var spanish = words{
	tag: language.Spanish,
	call: noun{
		subject: map[action]string{
			confirmed: "Llamada confirmada", moved: "Llamada cambiada", cancelled: "Llamada cancelada",
		},
		opening: map[action]string{
			confirmed: "Su llamada está confirmada.", moved: "Su llamada tiene una nueva hora.",
			cancelled: "Su llamada está cancelada.",
		},
	},
	appointment: noun{
		subject: map[action]string{confirmed: "Cita confirmada", moved: "Cita cambiada", cancelled: "Cita cancelada"},
		opening: map[action]string{
			confirmed: "Su cita está confirmada.", moved: "Su cita tiene una nueva hora.",
			cancelled: "Su cita está cancelada.",
		},
	},
	hello:     "Hola:",
	whenLabel: "Cuándo", wasLabel: "Estaba prevista para", howLabel: "Cómo", whoLabel: "Con", codeLabel: "Código",
	when:     spanishTime,
	duration: func(minutes int) string { return fmt.Sprintf("%d minutos", minutes) },
	how: map[string]string{
		ModePhone: "por teléfono; le llamamos nosotros", ModeVideo: "por video", ModeInPerson: "en persona",
	},
	manage:   "Cámbiela o cancélela aquí:",
	noLink:   "Para cambiarla o cancelarla, llámenos al %s.",
	again:    "Para buscar otra hora, llámenos al %s.",
	calendar: "El archivo adjunto la pone en su calendario.",
	crisis: "¿Está en peligro ahora? Llame al 911. Llame al 988 (oprima 2) o envíe AYUDA por texto al 988, a cualquier hora.\n" +
		"Este buzón no se atiende las 24 horas.",
}

var (
	spanishDays   = [...]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}
	spanishMonths = [...]string{
		"enero", "febrero", "marzo", "abril", "mayo", "junio",
		"julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
	}
)

func spanishTime(t time.Time) string {
	half := "a. m."
	if t.Hour() >= 12 {
		half = "p. m."
	}
	return fmt.Sprintf("%s, %d de %s de %d, %s %s, %s", spanishDays[t.Weekday()], t.Day(),
		spanishMonths[t.Month()-1], t.Year(), t.Format("3:04"), half, zoneSpanish(t))
}

// wordsFor returns the language of a locale: Spanish in any of its varieties, English for everything else.
func wordsFor(locale string) *words {
	tag, err := language.Parse(locale)
	if err != nil {
		return &english
	}
	if base, _ := tag.Base(); base.String() == "es" {
		return &spanish
	}
	return &english
}
