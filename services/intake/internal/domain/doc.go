// Package domain holds what intake is about: inquiries and their states, the people behind them, and the journey that
// spans the other services. It knows neither the wire nor SQL; what it needs of the outside are the interfaces in
// ports.go.
package domain
