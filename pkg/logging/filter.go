package logging

import (
	"fmt"
	"slices"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// droppedKey names the fields that were not written.
const droppedKey = "dropped"

// keys are the fields that may be written; see the table in the design. None is for a personal value.
var keys = map[string]bool{
	"addr": true, "attempt": true, "work": true, "caller": true, "code": true, "component": true, "count": true, "cursor": true,
	"duration_ms": true, "engine": true, "error": true, "event": true, "host": true, "kind": true, "limit": true,
	"max": true, "method": true, "name": true, "path": true, "pid": true, "reason": true, "request_id": true,
	"resource": true, "role": true, "route": true, "schema": true, "signal": true, "stack": true, "state": true,
	"status": true, "version": true, droppedKey: true,
}

// Filter wraps a core so that only known keys reach it, with anything that looks personal taken out of the text.
func Filter(core zapcore.Core) zapcore.Core { return filter{core} }

type filter struct{ zapcore.Core }

// With implements zapcore.Core.
func (f filter) With(fields []zapcore.Field) zapcore.Core {
	return filter{f.Core.With(clean(fields))}
}

// Check implements zapcore.Core.
func (f filter) Check(entry zapcore.Entry, checked *zapcore.CheckedEntry) *zapcore.CheckedEntry {
	if f.Enabled(entry.Level) {
		return checked.AddCore(entry, f)
	}
	return checked
}

// Write implements zapcore.Core.
func (f filter) Write(entry zapcore.Entry, fields []zapcore.Field) error {
	entry.Message = Scrub(entry.Message)
	return f.Core.Write(entry, clean(fields))
}

func clean(fields []zapcore.Field) []zapcore.Field {
	out := make([]zapcore.Field, 0, len(fields))
	var dropped []string
	for _, field := range fields {
		if field.Type == zapcore.SkipType {
			continue
		}
		if kept, ok := keep(field); ok {
			out = append(out, kept)
		} else if name := Scrub(field.Key); !slices.Contains(dropped, name) {
			dropped = append(dropped, name)
		}
	}
	if len(dropped) > 0 {
		out = append(out, zap.Strings(droppedKey, dropped))
	}
	return out
}

// keep passes known keys with values whose text can be read here; objects could hide anything.
func keep(field zapcore.Field) (zapcore.Field, bool) {
	if !keys[field.Key] {
		return field, false
	}
	switch field.Type {
	case zapcore.StringType:
		field.String = Scrub(field.String)
		return field, true
	case zapcore.ByteStringType:
		text, _ := field.Interface.([]byte)
		return zap.String(field.Key, scrubPersonal(string(text))), true
	case zapcore.ErrorType:
		err, _ := field.Interface.(error)
		return zap.String(field.Key, Scrub(errorText(err))), true
	case zapcore.BoolType, zapcore.DurationType, zapcore.TimeType, zapcore.TimeFullType,
		zapcore.Float64Type, zapcore.Float32Type,
		zapcore.Int64Type, zapcore.Int32Type, zapcore.Int16Type, zapcore.Int8Type,
		zapcore.Uint64Type, zapcore.Uint32Type, zapcore.Uint16Type, zapcore.Uint8Type:
		return field, true
	case zapcore.ArrayMarshalerType:
		return keepStrings(field)
	default:
		return field, false
	}
}

// keepStrings passes lists of strings, element by element.
func keepStrings(field zapcore.Field) (zapcore.Field, bool) {
	array, ok := field.Interface.(zapcore.ArrayMarshaler)
	if !ok {
		return field, false
	}
	elements := zapcore.NewMapObjectEncoder()
	if err := elements.AddArray(field.Key, array); err != nil {
		return field, false
	}
	list, _ := elements.Fields[field.Key].([]any)
	texts := make([]string, 0, len(list))
	for _, element := range list {
		text, ok := element.(string)
		if !ok {
			return field, false
		}
		texts = append(texts, Scrub(text))
	}
	return zap.Strings(field.Key, texts), true
}

// errorText survives errors whose Error method fails on a nil receiver.
func errorText(err error) (text string) {
	defer func() {
		if recover() != nil {
			text = fmt.Sprintf("an error of type %T without text", err)
		}
	}()
	return err.Error()
}
