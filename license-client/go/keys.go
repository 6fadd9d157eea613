package licenseclient

import (
	"crypto/ed25519"
	"encoding/json"
)

const statementType = "license-keys+jws"

// KeyRing holds trusted signing keys by their id.
type KeyRing map[string]ed25519.PublicKey

// SigningKey is a public key as a JWK (RFC 8037).
type SigningKey struct {
	Kid string `json:"kid"`
	Kty string `json:"kty"`
	Crv string `json:"crv"`
	X   string `json:"x"`
	Alg string `json:"alg"`
	Use string `json:"use"`
}

// Add takes keys in; whoever is known under an id stays who it was. It says whether any was new.
func (ring KeyRing) Add(keys []SigningKey) bool {
	isNew := false
	for _, key := range keys {
		_, isKnown := ring[key.Kid]
		if isKnown || key.Kid == "" || key.Kty != "OKP" || key.Crv != "Ed25519" {
			continue
		}
		isForLeases := (key.Alg == "" || key.Alg == "Ed25519") && (key.Use == "" || key.Use == "sig")
		public, isDecoded := decode(key.X)
		if isForLeases && isDecoded && len(public) == ed25519.PublicKeySize {
			ring[key.Kid] = public
			isNew = true
		}
	}
	return isNew
}

func vouchedFor(statement string, ring KeyRing) []SigningKey {
	claims, fault := openJWS(statement, statementType, ring)
	if fault != "" || claims["v"] != json.Number("1") {
		return nil
	}
	raw, err := json.Marshal(claims["keys"])
	if err != nil {
		return nil
	}
	var each []json.RawMessage
	if json.Unmarshal(raw, &each) != nil {
		return nil
	}
	var keys []SigningKey
	for _, one := range each {
		var key SigningKey
		if json.Unmarshal(one, &key) == nil {
			keys = append(keys, key)
		}
	}
	return keys
}

// Follow learns the keys that statements lead to, in whatever order they come.
func (ring KeyRing) Follow(statements []string) {
	for isMoving := true; isMoving; {
		isMoving = false
		for _, statement := range statements {
			if ring.Add(vouchedFor(statement, ring)) {
				isMoving = true
			}
		}
	}
}
