// Package logging writes the one structured log of the product and keeps personal data out of it: only known keys are
// written, and whatever looks like an e-mail address, a telephone number or a secret is removed from their values.
package logging

import (
	"fmt"
	"io"
	"os"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// Config says what is logged, and where to.
type Config struct {
	// Level is debug, info, warn or error; info by default.
	Level string
	// Output receives one JSON object per line; standard error by default.
	Output io.Writer
}

// New returns a logger that writes JSON lines through the filter. Calls may be made from several goroutines.
func New(cfg Config) (*zap.Logger, error) {
	level := zap.InfoLevel
	if cfg.Level != "" {
		parsed, err := zapcore.ParseLevel(cfg.Level)
		if err != nil || parsed > zap.ErrorLevel {
			return nil, fmt.Errorf("log level %q: want debug, info, warn or error", cfg.Level)
		}
		level = parsed
	}
	output := cfg.Output
	if output == nil {
		output = os.Stderr
	}
	core := zapcore.NewCore(zapcore.NewJSONEncoder(encoding()), zapcore.Lock(zapcore.AddSync(output)), level)
	return zap.New(Filter(core)), nil
}

func encoding() zapcore.EncoderConfig {
	return zapcore.EncoderConfig{
		TimeKey: "time", LevelKey: "level", MessageKey: "message", NameKey: "logger",
		EncodeTime:     zapcore.RFC3339NanoTimeEncoder,
		EncodeLevel:    zapcore.LowercaseLevelEncoder,
		EncodeDuration: zapcore.MillisDurationEncoder,
	}
}
