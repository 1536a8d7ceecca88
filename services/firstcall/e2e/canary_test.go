package e2e

import (
	"bytes"
	"context"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/ephemeral/ephemeraltest"
)

// canaries are what a person typed; none may turn up anywhere but sealed.
var canaries = []string{"Xenobia", "Quillfeather", "2125550177", "212 555 0177", "quillfeather@example.com", "zanzibar-note", "kumquat-callnote", "Ottoline"}

// TestCanary sends marked personal data through the journey and looks for it in every log line, metric, URL,
// short-lived value and database.
func TestCanary(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			health := freePorts(t, 1)[0]
			redisURL := ephemeraltest.Start(t).URL
			p := start(t, engine, allInOne, "FIRSTCALL_HEALTH_ADDR="+health, "FIRSTCALL_REDIS_URL="+redisURL,
				"FIRSTCALL_RATE_LIMITS=on", "FIRSTCALL_LOG_LEVEL=debug")
			p.canaryJourney(t)
			metrics, err := send("GET", "http://"+health+"/metrics", "", nil)
			require.NoError(t, err)
			require.Equal(t, 200, metrics.status)
			requireClean(t, "metrics", metrics.raw)
			requireClean(t, "Redis", dumpRedis(t, redisURL))
			if engine == "postgres" {
				requireClean(t, "PostgreSQL", dumpPostgres(t, p.envOf("DATABASE_URL")))
			}
			logs := p.logs()
			p.stop(t)
			requireClean(t, "log", []byte(logs))
			p.requireCleanFiles(t)
		})
	}
}

func (p *product) canaryJourney(t *testing.T) {
	t.Helper()
	slots := p.openSlots(t)
	form := inquiryForm()
	form["slot"] = at[string](t, slots, 3, "slot")
	form["contact"] = object{"givenName": "Xenobia", "familyName": "Quillfeather", "phone": "212 555 0177",
		"email": "quillfeather@example.com", "preferredChannel": "PHONE", "voicemailOk": true, "textOk": true}
	form["need"].(object)["note"] = "zanzibar-note: I want to end my life"
	form["participants"] = []object{{"givenName": "Ottoline", "familyName": "Quillfeather"}}
	booked := call(t, 200, "POST", p.public+"/v1/inquiries", "", form)
	require.Equal(t, true, booked["crisisBlockExpanded"], "risk words open the block and never stop the booking")
	token := manageToken(t, booked)
	code := strings.ReplaceAll(at[string](t, booked, "confirmationCode"), "-", "")
	call(t, 200, "POST", p.public+"/v1/consultations:lookup", "", object{"confirmationCode": code, "phone": "+12125550177"})
	call(t, 404, "POST", p.public+"/v1/consultations:lookup", "", object{"confirmationCode": "AAAAAAAA", "phone": "+12125550177"})
	call(t, 400, "POST", p.public+"/v1/inquiries", "", object{"requestId": requestID(), "contact": form["contact"], "Xenobia": 1})
	desk := p.tokens.FrontDesk
	inbox := call(t, 200, "GET", p.staff+"/v1/inquiries", desk, nil)
	base := p.staff + "/v1/" + at[string](t, inbox, "inquiries", 0, "name")
	call(t, 200, "POST", base+":recordCall", desk, object{"outcome": "REACHED", "need": fullNeed(), "note": "kumquat-callnote", "requestId": requestID()})
	ranked := call(t, 200, "POST", base+":match", desk, object{})
	call(t, 200, "POST", base+":pair", desk, object{"decision": ranked["decision"], "therapist": at[string](t, ranked, "candidates", 0, "therapist"),
		"slot": opening(t, at[any](t, ranked, "candidates", 0)), "requestId": requestID()})
	read := call(t, 200, "GET", base, desk, nil)
	require.Equal(t, "Xenobia", at[string](t, read, "contact", "givenName"))
	require.Equal(t, "zanzibar-note: I want to end my life", read["note"])
	canary := append([]string{token, code}, canaries...)
	requireClean(t, "history", call(t, 200, "GET", base+"/history", desk, nil), canary...)
	p.awaitMail(t)
}

// awaitMail waits until the confirmation is in the demo's mail folder, so that what is sent was looked at too.
func (p *product) awaitMail(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		if files, _ := filepath.Glob(filepath.Join(p.dir, "mail", "*.eml")); len(files) > 0 {
			return
		}
		select {
		case <-ctx.Done():
			require.FailNow(t, "no mail was written")
		case <-ticker.C:
		}
	}
}

// requireCleanFiles looks into every file of the data directory but the mail itself, which is addressed to the person.
func (p *product) requireCleanFiles(t *testing.T) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(p.dir, func(path string, entry fs.DirEntry, err error) error {
		require.NoError(t, err)
		requireClean(t, "file name", []byte(path))
		if entry.IsDir() || filepath.Base(filepath.Dir(path)) == "mail" {
			return nil
		}
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		requireClean(t, filepath.Base(path), content)
		return nil
	}))
	files, err := filepath.Glob(filepath.Join(p.dir, "mail", "*.eml"))
	require.NoError(t, err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, canary := range canaries {
			if !strings.Contains(canary, "@") {
				require.NotContains(t, string(content), canary, "mail says more than it may")
			}
		}
	}
}

func requireClean(t *testing.T, where string, content any, extra ...string) {
	t.Helper()
	text, ok := content.([]byte)
	if !ok {
		text = mustJSON(t, content)
	}
	lower := bytes.ToLower(text)
	for _, canary := range append(extra, canaries...) {
		require.False(t, bytes.Contains(lower, []byte(strings.ToLower(canary))), "%q is in the %s", canary, where)
	}
}

func dumpRedis(t *testing.T, url string) []byte {
	t.Helper()
	opts, err := redis.ParseURL(url)
	require.NoError(t, err)
	client := redis.NewClient(opts)
	defer client.Close()
	var dump bytes.Buffer
	keys, err := client.Keys(t.Context(), "*").Result()
	require.NoError(t, err)
	for _, key := range keys {
		dump.WriteString(key)
		value, _ := client.Dump(t.Context(), key).Result()
		dump.WriteString(value)
	}
	return dump.Bytes()
}

// dumpPostgres reads every row of every table as text.
func dumpPostgres(t *testing.T, url string) []byte {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), `SELECT table_schema, table_name FROM information_schema.tables
		WHERE table_schema IN ('intake', 'scheduling', 'matching') AND table_type = 'BASE TABLE'`)
	require.NoError(t, err)
	tables, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
		var schema, table string
		err := row.Scan(&schema, &table)
		return pgx.Identifier{schema, table}.Sanitize(), err
	})
	require.NoError(t, err)
	require.Greater(t, len(tables), 10)
	var dump bytes.Buffer
	for _, table := range tables {
		rows, err := conn.Query(t.Context(), "SELECT t::text FROM "+table+" t")
		require.NoError(t, err, table)
		for rows.Next() {
			var text string
			require.NoError(t, rows.Scan(&text))
			dump.WriteString(text)
			dump.Write(unhex(text))
		}
		require.NoError(t, rows.Err())
	}
	return dump.Bytes()
}

// hexBytes finds binary columns in the text form of a row.
var hexBytes = regexp.MustCompile(`\\\\x([0-9a-f]+)`)

// unhex is the content of the binary columns of a row.
func unhex(row string) []byte {
	var content []byte
	for _, match := range hexBytes.FindAllStringSubmatch(row, -1) {
		decoded, err := hex.DecodeString(match[1])
		if err == nil {
			content = append(content, decoded...)
		}
	}
	return content
}
