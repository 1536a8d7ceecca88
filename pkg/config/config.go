// Package config fills a struct from a YAML file, the environment and flags, strictly: what it does not know it
// refuses, and it lists every problem at once without showing a value.
//
// Fields say where they come from in tags:
//
//	yaml:"public_addr"        the key in the file; required on every exported field, "-" leaves the field alone
//	env:"PUBLIC_ADDR"         the variable after the prefix; the key in upper case by default, "-" for none
//	default:"127.0.0.1:8080"  the value when nothing else gives one
//	secret:"true"             printed as [redacted]; the variable with _FILE appended names a file to read
//	help:"Where visitors …"   one sentence for the reference
//
// Structs nest: their key becomes part of the path, and their variable's name a prefix. An embedded struct adds to
// neither.
package config

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// DefaultPrefix starts the name of every variable.
const DefaultPrefix = "FIRSTCALL_"

// Options are the sources, weakest first: defaults, File, Env, Flags.
type Options struct {
	// File is the path of the YAML file; by default the variable CONFIG after the prefix; none when both are empty.
	File string
	// Env are the variables, as os.Environ returns them. An empty variable counts as not set.
	Env []string
	// Flags maps dotted paths such as mail.host to values.
	Flags map[string]string
	// Prefix starts the name of every variable; DefaultPrefix when empty.
	Prefix string
}

// Origins remembers where each value came from. Embed it in the target and Print shows it.
type Origins struct {
	from map[string]string
}

// Load fills target, a pointer to a struct, and then asks it and every struct in it that has a Validate() error
// method whether the values go together. The error joins all problems.
func Load(target any, opts Options) error {
	v := reflect.ValueOf(target)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		return fmt.Errorf("load configuration: %T is not a pointer to a struct", target)
	}
	if opts.Prefix == "" {
		opts.Prefix = DefaultPrefix
	}
	l := &loader{opts: opts, root: v.Elem(), env: environment(opts), from: map[string]string{}}
	l.leaves = leaves(l.root)
	l.defaults(l.leaves)
	l.file()
	l.environment()
	l.flags()
	if len(l.problems) == 0 {
		l.validate(l.root, "")
	}
	if len(l.problems) > 0 {
		return fmt.Errorf("load configuration: %w", errors.Join(l.problems...))
	}
	if o := origins(l.root); o != nil {
		o.from = l.from
	}
	return nil
}

type loader struct {
	opts     Options
	root     reflect.Value
	leaves   []leaf
	env      map[string]string
	from     map[string]string
	problems []error
}

func (l *loader) problem(where, format string, args ...any) {
	l.problems = append(l.problems, fmt.Errorf("%s: %s", where, fmt.Sprintf(format, args...)))
}

func (l *loader) set(f leaf, text, where, origin string) {
	if err := parse(f.value, text); err != nil {
		l.problem(where, "%v", err)
		return
	}
	l.from[f.path] = origin
}

func (l *loader) defaults(settings []leaf) {
	for _, f := range settings {
		if text, ok := f.tag.Lookup("default"); ok && f.value.IsZero() {
			l.set(f, text, f.path, "default")
		}
	}
}

func (l *loader) flags() {
	for _, path := range slices.Sorted(mapKeys(l.opts.Flags)) {
		i := slices.IndexFunc(l.leaves, func(f leaf) bool { return f.path == path })
		if i < 0 {
			l.problem("flag "+path, "unknown setting")
			continue
		}
		l.set(l.leaves[i], l.opts.Flags[path], "flag "+path, "flag")
	}
}

// validator is implemented by structs whose values have to go together.
type validator interface{ Validate() error }

func (l *loader) validate(v reflect.Value, path string) {
	for _, f := range fields(v) {
		switch {
		case f.value.Kind() == reflect.Struct && !isLeaf(f.value):
			l.validate(f.value, join(path, f.key))
		case isStructs(f.value):
			for i := range f.value.Len() {
				l.validate(f.value.Index(i), fmt.Sprintf("%s[%d]", join(path, f.key), i))
			}
		}
	}
	check, ok := v.Addr().Interface().(validator)
	if !ok {
		return
	}
	for _, err := range split(check.Validate()) {
		if path != "" {
			err = fmt.Errorf("%s: %w", path, err)
		}
		l.problems = append(l.problems, err)
	}
}

// split undoes errors.Join at the top.
func split(err error) []error {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}

func join(path, key string) string {
	return strings.Trim(path+"."+key, ".")
}
