package sqlite

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
)

type word struct {
	ID   int64
	Word string
	Site string `gorm:"->"`
}

func TestStatementsOfModels(t *testing.T) {
	db, err := gorm.Open(Open("file:"+filepath.Join(t.TempDir(), "test.db")+"?_pragma=foreign_keys(1)"), &gorm.Config{
		TranslateError: true, SkipDefaultTransaction: true, Logger: logger.Discard,
	})
	if err != nil {
		t.Fatal(err)
	}
	pool, err := db.DB()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	exec(t, pool, `CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, site TEXT REFERENCES words (word))`)

	dry := db.Session(&gorm.Session{DryRun: true})
	for want, got := range map[string]*gorm.DB{
		`SELECT * FROM "words" WHERE word LIKE '' || ? AND id > ? ORDER BY id LIMIT 3 OFFSET 4`: dry.Where("word LIKE ? AND id > ?", "%a%", 1).Order("id").Limit(3).Offset(4).Find(&[]word{}),
		`SELECT * FROM "words" LIMIT -1 OFFSET 4`:                                               dry.Offset(4).Find(&[]word{}),
		`SELECT * FROM "words" WHERE "words"."word" = ?`:                                        dry.Clauses(clause.Locking{Strength: "UPDATE"}).Where(&word{Word: "a"}).Find(&[]word{}),
		`SELECT * FROM "wo""rds"`:                                                               dry.Table(`wo"rds`).Find(&[]word{}),
		`DELETE FROM "words" WHERE id = ? RETURNING "word"`:                                     dry.Clauses(clause.Returning{Columns: []clause.Column{{Name: "word"}}}).Delete(&[]word{}, "id = ?", 1),
		`INSERT INTO "words" ("word") VALUES (?) ON CONFLICT DO NOTHING RETURNING "id"`:         dry.Clauses(clause.OnConflict{DoNothing: true}).Create(&word{Word: "a"}),
	} {
		if got.Error != nil || strings.TrimSpace(got.Statement.SQL.String()) != want {
			t.Errorf("%s\nwant %s: %v", got.Statement.SQL.String(), want, got.Error)
		}
	}

	list := []word{{Word: "yö"}, {Word: "aamu"}}
	if err := db.Create(&list).Error; err != nil || list[0].ID != 1 || list[1].ID != 2 {
		t.Errorf("%v: %v", list, err)
	}
	if err := db.Create(&word{Word: "yö"}).Error; !errors.Is(err, gorm.ErrDuplicatedKey) {
		t.Errorf("%v, want a duplicate", err)
	}
	if err := db.Create(&word{ID: 2, Word: "ilta"}).Error; !errors.Is(err, gorm.ErrDuplicatedKey) {
		t.Errorf("%v, want a duplicate", err)
	}
	if err := db.Exec(`UPDATE words SET site = 'missing'`).Error; !errors.Is(err, gorm.ErrForeignKeyViolated) {
		t.Errorf("%v, want a foreign key", err)
	}
	var found []word
	if err := db.Where("word LIKE ?", "%m%").Limit(1).Find(&found).Error; err != nil || len(found) != 1 || found[0].Word != "aamu" {
		t.Errorf("%v: %v", found, err)
	}
}

func TestOpenTellsOfAFileThatCannotBe(t *testing.T) {
	_, err := gorm.Open(Open("file:"+filepath.Join(t.TempDir(), "missing", "test.db")), &gorm.Config{Logger: logger.Discard})
	if Code(err)&0xff != 14 {
		t.Errorf("%v, want SQLITE_CANTOPEN", err)
	}
}
