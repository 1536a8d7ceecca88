package config

import (
	"encoding"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

var durationType = reflect.TypeFor[time.Duration]()

// isLeaf reports whether a setting is one value or a list of strings.
func isLeaf(v reflect.Value) bool {
	if _, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return true
	}
	switch v.Kind() {
	case reflect.Struct:
		return false
	case reflect.Slice:
		return v.Type().Elem().Kind() == reflect.String
	default:
		return true
	}
}

// isStructs reports whether a setting is a list of structs, which only the file can give.
func isStructs(v reflect.Value) bool {
	return v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct
}

// parse sets v from text. Its errors say what is wanted and never repeat the text, which may be a secret.
func parse(v reflect.Value, text string) error {
	if !utf8.ValidString(text) {
		return errors.New("want text in UTF-8")
	}
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if u.UnmarshalText([]byte(text)) != nil {
			return errors.New("want " + strings.ToLower(v.Type().Name()))
		}
		return nil
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
		return nil
	case reflect.Bool:
		return parseBool(v, text)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return parseInt(v, text)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		n, err := strconv.ParseUint(text, 10, v.Type().Bits())
		if err != nil {
			return errors.New("want a whole number that is not negative")
		}
		v.SetUint(n)
		return nil
	case reflect.Float32, reflect.Float64:
		f, err := strconv.ParseFloat(text, v.Type().Bits())
		if err != nil || f != f || f-f != 0 {
			return errors.New("want a number")
		}
		v.SetFloat(f)
		return nil
	case reflect.Slice:
		return parseList(v, text)
	default:
		return errors.New("settings of type " + v.Type().String() + " are not supported")
	}
}

func parseBool(v reflect.Value, text string) error {
	if text != "true" && text != "false" {
		return errors.New("want true or false")
	}
	v.SetBool(text == "true")
	return nil
}

func parseInt(v reflect.Value, text string) error {
	if v.Type() == durationType {
		d, err := time.ParseDuration(text)
		if err != nil {
			return errors.New("want a duration such as 30s, 5m or 24h")
		}
		v.SetInt(int64(d))
		return nil
	}
	n, err := strconv.ParseInt(text, 10, v.Type().Bits())
	if err != nil {
		return errors.New("want a whole number")
	}
	v.SetInt(n)
	return nil
}

// parseList splits at commas; the elements of a list in the file are never split.
func parseList(v reflect.Value, text string) error {
	if v.Type().Elem().Kind() != reflect.String {
		return errors.New("settings of type " + v.Type().String() + " are not supported")
	}
	var items []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	setList(v, items)
	return nil
}

func setList(v reflect.Value, items []string) {
	if len(items) == 0 {
		v.SetZero()
		return
	}
	list := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, item := range items {
		list.Index(i).SetString(item)
	}
	v.Set(list)
}
