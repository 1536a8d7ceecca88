package config_test

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/config"
)

type mail struct {
	Host     string `yaml:"host"`
	Port     int    `yaml:"port" default:"587"`
	Password string `yaml:"password" env:"PASSWORD" secret:"true" help:"What the mail server wants."`
}

func (m *mail) Validate() error {
	if m.Host == "" && m.Password != "" {
		return errors.New("password without host")
	}
	return nil
}

type site struct {
	Name  string `yaml:"name"`
	Rooms uint8  `yaml:"rooms" default:"1"`
}

func (s *site) Validate() error {
	if s.Name == "" {
		return errors.New("name is required")
	}
	return nil
}

type shared struct {
	DataDir string `yaml:"data_dir" default:"./var"`
}

type settings struct {
	config.Origins
	shared

	Shared     shared        `yaml:"-"`
	PublicAddr string        `yaml:"public_addr" env:"PUBLIC_ADDR" default:"127.0.0.1:8080" help:"Where visitors come."`
	Verbose    bool          `yaml:"verbose" env:"-"`
	Wait       time.Duration `yaml:"wait" default:"30s"`
	Ratio      float64       `yaml:"ratio"`
	Locales    []string      `yaml:"locales" default:"en, es"`
	Listen     netip.Addr    `yaml:"listen" default:"::1"`
	Mail       mail          `yaml:"mail" env:"SMTP"`
	Sites      []site        `yaml:"sites"`
}

func (s *settings) Validate() error {
	if s.Wait > time.Hour {
		return errors.Join(errors.New("wait: too long"), errors.New("wait: really"))
	}
	return nil
}

func write(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "firstcall.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	var got settings
	require.NoError(t, config.Load(&got, config.Options{Env: []string{"HOME=/root", "FIRSTCALL_WAIT="}}))
	require.Equal(t, "127.0.0.1:8080", got.PublicAddr)
	require.Equal(t, 30*time.Second, got.Wait)
	require.Equal(t, []string{"en", "es"}, got.Locales)
	require.Equal(t, 587, got.Mail.Port)
	require.Equal(t, "::1", got.Listen.String())
}

func TestLaterSourcesWin(t *testing.T) {
	t.Parallel()
	path := write(t, `
public_addr: file:1
wait: 1m
verbose: true
ratio: 0.5
locales: [es, "a,b"]
mail: {host: file, port: 25}
sites: [{name: Uptown, rooms: 2}, {name: Downtown}]
`)
	var got settings
	require.NoError(t, config.Load(&got, config.Options{
		Env:   []string{"FIRSTCALL_CONFIG=" + path, "FIRSTCALL_PUBLIC_ADDR=env:1", "FIRSTCALL_WAIT=2m", "FIRSTCALL_SMTP_HOST=env"},
		Flags: map[string]string{"wait": "3m", "mail.port": "465"},
	}))
	require.Equal(t, "env:1", got.PublicAddr)
	require.Equal(t, 3*time.Minute, got.Wait)
	require.True(t, got.Verbose)
	require.InDelta(t, 0.5, got.Ratio, 0)
	require.Equal(t, []string{"es", "a,b"}, got.Locales)
	require.Equal(t, mail{Host: "env", Port: 465}, got.Mail)
	require.Equal(t, []site{{"Uptown", 2}, {"Downtown", 1}}, got.Sites)
}

func TestProblemsAreAllListed(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		yaml  string
		env   []string
		flags map[string]string
		want  []string
	}{
		"unknown": {
			"colour: red\nmail:\n  hots: x\nsites: [{nmae: x}]", []string{"FIRSTCALL_PUBLIC_ADR=x", "FIRSTCALL_VERBOSE=true"},
			map[string]string{"verbos": "true"},
			[]string{
				"colour (line 1): unknown setting", "mail.hots (line 3): unknown setting",
				"sites[0].nmae (line 4): unknown setting",
				"FIRSTCALL_PUBLIC_ADR: unknown variable", "FIRSTCALL_VERBOSE: unknown variable",
				"flag verbos: unknown setting",
			},
		},
		"wrong types": {
			"wait: 30\nverbose: yes\nratio: .nan\nlisten: nowhere\nmail: {port: many}\nlocales: en", nil, nil,
			[]string{
				"wait (line 1): want a duration such as", "verbose (line 2): want true or false",
				"ratio (line 3): want a number", "listen (line 4): want addr", "mail.port (line 5): want a whole number",
				"locales (line 6): want a list of texts",
			},
		},
		"shapes": {
			"public_addr: [a]\nwait:\nmail: x\nlocales: [[x]]\nsites: x\nratio: {}", nil, nil,
			[]string{
				"public_addr (line 1): want one value", "wait (line 2): want one value", "mail (line 3): want a mapping",
				"locales (line 4): want a list of texts", "sites (line 5): want a list", "ratio (line 6): want one value",
			},
		},
		"twice":          {"wait: 1s\nwait: 2s", nil, nil, []string{"wait (line 2): given twice"}},
		"aliases":        {"public_addr: &a x\nmail: {host: *a}", nil, nil, []string{"mail.host (line 2): want one value"}},
		"not YAML":       {"secret: [", nil, nil, []string{"file: not valid YAML"}},
		"two documents":  {"wait: 1s\n---\nwait: 2s", nil, nil, []string{"file: holds more than one document"}},
		"not a mapping":  {"- x", nil, nil, []string{"file (line 1): want a mapping"}},
		"too large":      {"# " + strings.Repeat("x", 1<<20), nil, nil, []string{"larger than 1 MiB"}},
		"secret twice":   {"", []string{"FIRSTCALL_SMTP_PASSWORD=a", "FIRSTCALL_SMTP_PASSWORD_FILE=b"}, nil, []string{"is set, and FIRSTCALL_SMTP_PASSWORD_FILE too"}},
		"secret missing": {"", []string{"FIRSTCALL_SMTP_PASSWORD_FILE=/no/such"}, nil, []string{"FIRSTCALL_SMTP_PASSWORD_FILE: the file cannot be read"}},
		"no such _FILE":  {"", []string{"FIRSTCALL_SMTP_HOST_FILE=x"}, nil, []string{"FIRSTCALL_SMTP_HOST_FILE: unknown variable"}},
		"values that do not fit": {
			"wait: 2h\nmail: {password: x}\nsites: [{name: a}, {rooms: 3}]", nil, nil,
			[]string{"mail: password without host", "sites[1]: name is required", "wait: too long", "wait: really"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := config.Load(new(settings), config.Options{File: write(t, tc.yaml), Env: tc.env, Flags: tc.flags})
			require.Error(t, err)
			lines := strings.Split(err.Error(), "\n")
			require.Len(t, lines, len(tc.want), err.Error())
			for _, want := range tc.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
}

func TestProblemsShowNoValues(t *testing.T) {
	t.Parallel()
	path := write(t, "mail: {port: hunter2}\nwait: hunter2\nlisten: hunter2")
	err := config.Load(new(settings), config.Options{File: path, Env: []string{"FIRSTCALL_RATIO=hunter2", "FIRSTCALL_NOPE=hunter2"}})
	require.Error(t, err)
	require.NotContains(t, err.Error(), "hunter2")
}

func TestFiles(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, config.Load(new(settings), config.Options{File: "/no/such/file"}), "no such file")
	for _, empty := range []string{"", "# nothing\n", "---\n", "null\n"} {
		require.NoError(t, config.Load(new(settings), config.Options{File: write(t, empty)}))
	}
	require.Error(t, config.Load(settings{}, config.Options{}))
	require.Error(t, config.Load(nil, config.Options{}))
}

func TestPrint(t *testing.T) {
	t.Parallel()
	secret := write(t, "hunter2\n")
	var got settings
	require.NoError(t, config.Load(&got, config.Options{
		File: write(t, "wait: 90s\nlocales: [en]\nsites: [{name: \"true\"}]\nmail: {host: m}"),
		Env:  []string{"FIRSTCALL_SMTP_PASSWORD_FILE=" + secret, "FIRSTCALL_PUBLIC_ADDR=:80"},
	}))
	require.Equal(t, "hunter2", got.Mail.Password)
	var out strings.Builder
	require.NoError(t, config.Print(&out, &got))
	require.Equal(t, `data_dir: ./var # default
public_addr: :80 # FIRSTCALL_PUBLIC_ADDR
verbose: false
wait: 1m30s # file
ratio: 0
locales: [en]
listen: ::1 # default
mail:
  host: m # file
  port: 587 # default
  password: '[redacted]' # FIRSTCALL_SMTP_PASSWORD_FILE
sites:
  - name: "true" # file
    rooms: 1
`, out.String())
	require.Error(t, config.Print(&out, got))
}

func TestReference(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, config.Reference(&out, &settings{}, ""))
	require.Contains(t, out.String(), "| `public_addr` | `FIRSTCALL_PUBLIC_ADDR` | `127.0.0.1:8080` | Where visitors come. |")
	require.Contains(t, out.String(), "| `mail.password` | `FIRSTCALL_SMTP_PASSWORD`, `…_FILE` |  | What the mail server wants. |")
	require.Contains(t, out.String(), "| `verbose` |  |  |  |")
}

func FuzzLoad(f *testing.F) {
	f.Add("wait: 1m\nmail: {host: a, port: 1}\nsites: [{name: x}]", "es,en", "0.25")
	f.Add("locales: [a, 'b #c']\npublic_addr: \"\\n\"", "", "1e9")
	f.Add("- &a [*a]", "x", "NaN")
	f.Fuzz(func(t *testing.T, yaml, locales, ratio string) {
		var first settings
		opts := config.Options{File: write(t, yaml), Env: []string{"FIRSTCALL_LOCALES=" + locales, "FIRSTCALL_RATIO=" + ratio}}
		if config.Load(&first, opts) != nil || first.Mail.Password != "" {
			return
		}
		var out strings.Builder
		require.NoError(t, config.Print(&out, &first))
		var second settings
		err := config.Load(&second, config.Options{File: write(t, out.String())})
		require.NoError(t, err, out.String())
		first.Origins, second.Origins = config.Origins{}, config.Origins{}
		require.Equal(t, first, second)
	})
}
