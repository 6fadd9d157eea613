package licenseclient

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

const (
	symbols     = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	keyLength   = 25
	checkLength = 8
	lastDaysMs  = 14 * 24 * 3_600_000
)

// IsWholeKey says whether a text is a license key without a slip.
func IsWholeKey(text string) bool {
	plain := strings.ReplaceAll(strings.ToUpper(strings.Join(strings.Fields(text), "")), "-", "")
	if !strings.HasPrefix(plain, "CS") || len(plain) != 2+keyLength {
		return false
	}
	read := strings.NewReplacer("I", "1", "L", "1", "O", "0").Replace(plain[2:])
	check := 0
	for _, symbol := range read {
		value := strings.IndexRune(symbols, symbol)
		if value < 0 {
			return false
		}
		check <<= 1
		if check&32 != 0 {
			check ^= 0x25
		}
		check ^= value
	}
	return check == 0
}

// IsCovered compares days in UTC, written as 2026-11-21; the last one counts.
func IsCovered(releasedOn string, updatesUntil *string) bool {
	return updatesUntil == nil || releasedOn <= *updatesUntil
}

// RequestCode is the text that a person takes to the seller; body is the request as JSON.
func RequestCode(body []byte) string {
	text := "csr1." + base64.RawURLEncoding.EncodeToString(body)
	sum := sha256.Sum256([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(sum[:])[:checkLength]
}

// Grant is the right to run: times in seconds since 1970, and the version that the server gave it to, or nil.
type Grant struct {
	IssuedAt     int64   `json:"iat"`
	RunUntil     int64   `json:"exp"`
	UpdatesUntil *string `json:"updatesUntil"`
	Version      *string `json:"version"`
	IsOffline    bool    `json:"isOffline"`
}

// Program is what runs.
type Program struct {
	Version    string `json:"version"`
	ReleasedOn string `json:"releasedOn"`
}

// Judge says whether the program may run, and whether to warn. nowMs: milliseconds since 1970.
func Judge(grant *Grant, program Program, nowMs int64) (isLocked, isWarned bool) {
	if grant == nil {
		return true, false
	}
	isGiven := grant.Version != nil && *grant.Version == program.Version
	if !isGiven && !IsCovered(program.ReleasedOn, grant.UpdatesUntil) {
		return true, false
	}
	from, until := grant.IssuedAt*1000, grant.RunUntil*1000
	if nowMs >= until {
		return true, false
	}
	warnsFrom := from + (until-from)/2
	if grant.IsOffline {
		warnsFrom = until - lastDaysMs
		if warnsFrom < from {
			warnsFrom = from
		}
	}
	return false, nowMs >= warnsFrom
}
