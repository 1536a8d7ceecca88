package identity

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// TokenLife is how long a token is valid after it was minted.
const TokenLife = 60 * time.Second

const (
	// signingContext keeps a signature from being taken for one over anything else.
	signingContext = "firstcall-identity.v1."
	maxTokenLength = 4096
	// clockSkew is how far ahead the signer's clock may run.
	clockSkew = 5 * time.Second
)

// ErrToken is behind every refusal of a token; the wrapped text says why and holds nothing of the token.
var ErrToken = errors.New("identity token refused")

// claims is what a token says.
type claims struct {
	Subject  string   `json:"sub"`
	Roles    []Role   `json:"roles"`
	Provider string   `json:"provider,omitempty"`
	Audience []string `json:"aud"`
	IssuedAt int64    `json:"iat"`
	Expires  int64    `json:"exp"`
	ID       string   `json:"jti"`
}

func encode(key ed25519.PrivateKey, c claims) (string, error) {
	body, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("encode identity token: %w", err)
	}
	payload := base64.RawURLEncoding.EncodeToString(body)
	signature := ed25519.Sign(key, []byte(signingContext+payload))
	return payload + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

func decode(key ed25519.PublicKey, token string) (claims, error) {
	if len(token) > maxTokenLength {
		return claims{}, fmt.Errorf("%w: too long", ErrToken)
	}
	payload, sig, ok := strings.Cut(token, ".")
	if !ok {
		return claims{}, fmt.Errorf("%w: malformed", ErrToken)
	}
	signature, err := base64.RawURLEncoding.Strict().DecodeString(sig)
	if err != nil {
		return claims{}, fmt.Errorf("%w: malformed", ErrToken)
	}
	if !ed25519.Verify(key, []byte(signingContext+payload), signature) {
		return claims{}, fmt.Errorf("%w: bad signature", ErrToken)
	}
	body, err := base64.RawURLEncoding.Strict().DecodeString(payload)
	if err != nil {
		return claims{}, fmt.Errorf("%w: malformed", ErrToken)
	}
	var c claims
	if err := json.Unmarshal(body, &c); err != nil {
		return claims{}, fmt.Errorf("%w: malformed", ErrToken)
	}
	return c, nil
}
