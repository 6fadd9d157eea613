// Package licenseclient verifies leases and license files and says what to send next, as docs/licenses-api.md describes it: a second
// implementation that is held to the same vectors as the TypeScript client. It calls nobody and stores nothing.
package licenseclient

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Fault says why something signed is not believed; empty where it is.
type Fault string

const (
	Malformed         Fault = "MALFORMED"
	WrongAlgorithm    Fault = "WRONG_ALGORITHM"
	WrongType         Fault = "WRONG_TYPE"
	UnknownSigningKey Fault = "UNKNOWN_SIGNING_KEY"
	BadSignature      Fault = "BAD_SIGNATURE"
	OtherProduct      Fault = "OTHER_PRODUCT"
	OtherInstallation Fault = "OTHER_INSTALLATION"
	OtherInstance     Fault = "OTHER_INSTANCE"
	NotTheAnswer      Fault = "NOT_THE_ANSWER"
	FromTheFuture     Fault = "FROM_THE_FUTURE"
)

const longest = 65536

var segment = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// The strict decoder refuses stray bits at the end, so that a signature has one spelling.
var encoding = base64.RawURLEncoding.Strict()

func decode(text string) ([]byte, bool) {
	if !segment.MatchString(text) {
		return nil, false
	}
	decoded, err := encoding.DecodeString(text)
	return decoded, err == nil
}

func object(raw []byte) (map[string]any, bool) {
	if !utf8.Valid(raw) {
		return nil, false
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value map[string]any
	if decoder.Decode(&value) != nil || value == nil {
		return nil, false
	}
	return value, !decoder.More()
}

func headerFault(header map[string]any, typ string) Fault {
	if header["alg"] != "Ed25519" {
		return WrongAlgorithm
	}
	_, isCritical := header["crit"]
	_, isUnencoded := header["b64"]
	if isCritical || isUnencoded {
		return Malformed
	}
	if header["typ"] != typ {
		return WrongType
	}
	if _, isText := header["kid"].(string); !isText {
		return UnknownSigningKey
	}
	return ""
}

// openJWS checks a compact JWS of one type with keys that are trusted beforehand, and gives its claims.
func openJWS(text, typ string, keys KeyRing) (map[string]any, Fault) {
	parts := strings.Split(text, ".")
	if len(text) > longest || len(parts) != 3 {
		return nil, Malformed
	}
	head, isHead := decode(parts[0])
	body, isBody := decode(parts[1])
	signature, isSignature := decode(parts[2])
	if !isHead || !isBody || !isSignature {
		return nil, Malformed
	}
	header, isObject := object(head)
	if !isObject {
		return nil, Malformed
	}
	if fault := headerFault(header, typ); fault != "" {
		return nil, fault
	}
	key, isKnown := keys[header["kid"].(string)]
	if !isKnown {
		return nil, UnknownSigningKey
	}
	if !ed25519.Verify(key, []byte(parts[0]+"."+parts[1]), signature) {
		return nil, BadSignature
	}
	claims, isObject := object(body)
	if !isObject {
		return nil, Malformed
	}
	return claims, ""
}
